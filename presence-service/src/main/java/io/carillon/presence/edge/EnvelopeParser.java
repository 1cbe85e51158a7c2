package io.carillon.presence.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.carillon.protocol.Limits;
import io.carillon.protocol.RawJson;
import java.io.IOException;

/**
 * Reads a frame in one pass, without a tree: its type, its id, the text of its data as it stands,
 * and of the data only {@code callId}. Of a field that comes twice the last one counts.
 */
final class EnvelopeParser {
  /** Names of fields come from strangers: they are not to be kept for the life of the JVM. */
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final String text;
  private final JsonParser parser;

  private String type;
  private String id;
  private String data;
  private String callId;
  private boolean dataIsWrong;
  private long seq = -1;

  private EnvelopeParser(String text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  static Envelope parse(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return new EnvelopeParser(text, parser).parse();
    } catch (IOException notJson) {
      return Envelope.Malformed.INSTANCE;
    }
  }

  private Envelope parse() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return Envelope.Malformed.INSTANCE;
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "type" -> type = textOrNull(value);
        case "id" -> id = textOrNull(value);
        case "seq" -> seq = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
        case "data" -> readData(value);
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      return Envelope.Malformed.INSTANCE;
    }
    return envelope();
  }

  private Envelope envelope() {
    if ("ack".equals(type)) {
      return seq >= 0 ? new Envelope.Ack(seq) : Envelope.Malformed.INSTANCE;
    }
    if (id == null || id.isEmpty()) {
      return Envelope.Malformed.INSTANCE;
    }
    if (id.length() > Limits.MAX_REQUEST_ID_CHARS) {
      return new Envelope.Flawed(id, "id: at most " + Limits.MAX_REQUEST_ID_CHARS + " characters");
    }
    if (type == null) {
      return new Envelope.Flawed(id, "type: must be a text");
    }
    if (dataIsWrong) {
      return new Envelope.Flawed(id, "data: must be an object");
    }
    return new Envelope.Request(
        type, id, data == null ? RawJson.EMPTY_OBJECT : new RawJson(data), callId);
  }

  private void readData(JsonToken first) throws IOException {
    callId = null;
    data = null;
    dataIsWrong = first != JsonToken.START_OBJECT && first != JsonToken.VALUE_NULL;
    if (first != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    int start = (int) parser.currentTokenLocation().getCharOffset();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (name.equals("callId")) {
        callId = textOrNull(value);
      } else {
        parser.skipChildren();
      }
    }
    data = text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  private String textOrNull(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }
}
