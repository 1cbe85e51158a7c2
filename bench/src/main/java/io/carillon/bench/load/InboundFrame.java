package io.carillon.bench.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Objects;

/**
 * What the load needs to know of a received frame. Read by a streaming parser: the generator shares
 * the machine with the server that it measures.
 *
 * @param type message type, never null
 * @param id id of the request that a reply answers, or null
 * @param seq number of an event in its session, or 0
 * @param callId call that the frame is about, or null
 * @param errorCode code of an error reply, or null
 */
record InboundFrame(String type, String id, long seq, String callId, String errorCode) {

  private static final JsonFactory JSON = new JsonFactory();

  InboundFrame {
    Objects.requireNonNull(type, "type");
  }

  /**
   * Reads one text frame.
   *
   * @throws IllegalArgumentException if it is not a JSON object with a type
   */
  static InboundFrame parse(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return parse(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private static InboundFrame parse(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("a frame is a JSON object");
    }
    String type = null;
    String id = null;
    long seq = 0;
    String callId = null;
    String errorCode = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "type" -> type = parser.getText();
        case "id" -> id = parser.getText();
        case "seq" -> seq = parser.getLongValue();
        case "data" -> callId = textWithin(parser, "callId");
        case "error" -> errorCode = textWithin(parser, "code");
        default -> parser.skipChildren();
      }
    }
    if (type == null) {
      throw new IllegalArgumentException("a frame has a type");
    }
    return new InboundFrame(type, id, seq, callId, errorCode);
  }

  private static String textWithin(JsonParser parser, String wanted) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    String found = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = parser.currentName().equals(wanted);
      parser.nextToken();
      if (here && parser.currentToken() == JsonToken.VALUE_STRING) {
        found = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }
}
