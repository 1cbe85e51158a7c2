package io.carillon.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** A frame from the server that is no reply. */
record Event(JsonNode frame) {

  String type() {
    return frame.path("type").asText();
  }

  long seq() {
    return frame.path("seq").asLong();
  }

  long ts() {
    return frame.path("ts").asLong();
  }

  JsonNode data() {
    return frame.path("data");
  }

  /** A text field of the data, or the empty text when there is none. */
  String text(String field) {
    return data().path(field).asText();
  }
}
