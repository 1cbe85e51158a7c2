package io.carillon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON as trees, so that the suite depends on what is on the wire and on no message class. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /**
   * An object of alternating names and values; a value may be a tree, a list, a map or a scalar.
   */
  static ObjectNode object(Object... namesAndValues) {
    ObjectNode object = MAPPER.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.set((String) namesAndValues[i], MAPPER.valueToTree(namesAndValues[i + 1]));
    }
    return object;
  }

  /** A text as a tree. */
  static JsonNode text(String value) {
    return MAPPER.getNodeFactory().textNode(value);
  }

  /** A copy of {@code base} with more or replaced fields. */
  static ObjectNode with(ObjectNode base, Object... namesAndValues) {
    ObjectNode copy = base.deepCopy();
    copy.setAll(object(namesAndValues));
    return copy;
  }

  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("the server sent what is no JSON: " + text, e);
    }
  }
}
