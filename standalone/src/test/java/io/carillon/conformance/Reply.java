package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** The one reply to a request: {@code ok} with data, or {@code error}. */
record Reply(JsonNode frame) {

  boolean isOk() {
    return frame.path("type").asText().equals("ok");
  }

  /** The data of a reply that must be {@code ok}. */
  JsonNode ok() {
    assertThat(frame.path("type").asText()).as("the reply %s", frame).isEqualTo("ok");
    return frame.path("data");
  }

  /** The code of a reply that must be an error. */
  String errorCode() {
    assertThat(frame.path("type").asText()).as("the reply %s", frame).isEqualTo("error");
    return error().path("code").asText();
  }

  JsonNode error() {
    return frame.path("error");
  }
}
