package io.carillon.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The data of {@code media.*} requests of epoch 0. */
final class MediaMessages {
  private MediaMessages() {}

  static Object[] description(String callId, ObjectNode to, ObjectNode description) {
    return new Object[] {"callId", callId, "to", to, "description", description, "epoch", 0};
  }

  static Object[] candidates(String callId, ObjectNode to, ObjectNode... candidates) {
    return Calls.fields(
        Json.object("callId", callId, "to", to, "candidates", List.of(candidates), "epoch", 0));
  }

  static Object[] state(String callId, boolean audio, boolean video, boolean screen, boolean hold) {
    return new Object[] {
      "callId", callId, "audio", audio, "video", video, "screen", screen, "hold", hold
    };
  }
}
