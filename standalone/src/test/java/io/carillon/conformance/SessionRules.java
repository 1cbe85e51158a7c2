package io.carillon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds for every frame of a session whatever the test is about (protocol, section 2, and the
 * rows of {@code call.ended} and the end reasons in section 3). Each client checks all that it
 * receives; a violation fails the test in which it happened.
 */
final class SessionRules {
  static final Set<String> ERROR_CODES =
      Set.of(
          "bad_request",
          "unknown_type",
          "too_large",
          "rate_limited",
          "unauthorized",
          "forbidden",
          "token_expired",
          "token_not_yet_valid",
          "token_invalid",
          "call_not_found",
          "call_ended",
          "call_exists",
          "not_in_call",
          "answered_elsewhere",
          "invalid_state",
          "user_unknown",
          "too_many_parties",
          "no_sfu",
          "sfu_unavailable",
          "unavailable",
          "internal");

  static final Set<String> END_REASONS =
      Set.of(
          "hangup",
          "cancelled",
          "declined",
          "busy",
          "no_answer",
          "unreachable",
          "replaced",
          "connection_lost",
          "media_failed",
          "removed",
          "ended_by_admin",
          "server_error");

  private static final Set<String> WITHOUT_SEQ = Set.of("welcome", "goaway", "token.expiring");

  private final String owner;
  private final Map<String, Integer> openRequests = new HashMap<>();
  private final Set<String> joins = new HashSet<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Set<String> endedCalls = new HashSet<>();
  private final Set<String> handledElsewhere = new HashSet<>();
  private final List<String> violations = new ArrayList<>();
  private long lastSeq;

  SessionRules(String owner) {
    this.owner = owner;
  }

  /** The session goes on after this event instead of beginning with the first. */
  synchronized void continueAfter(long seq) {
    lastSeq = seq;
  }

  synchronized void requested(String id) {
    openRequests.merge(id, 1, Integer::sum);
  }

  /** The request under this id asks to enter a call, which tells the session of it anew. */
  synchronized void joining(String id) {
    joins.add(id);
  }

  synchronized long lastSeq() {
    return lastSeq;
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  synchronized void received(JsonNode frame) {
    require(frame.isObject() && frame.path("type").isTextual(), "a frame has a type", frame);
    switch (frame.path("type").asText()) {
      case "ok" -> reply(frame);
      case "error" -> {
        reply(frame);
        error(frame.path("error"));
      }
      default -> event(frame);
    }
  }

  private void reply(JsonNode frame) {
    String id = frame.path("id").asText();
    int open = openRequests.merge(id, -1, Integer::sum);
    require(open >= 0, "each request gets exactly one reply", frame);
    require(!frame.has("seq"), "a reply has no seq", frame);
    if (joins.contains(id)) {
      toldOf(frame.path("data").path("callId").asText());
    }
  }

  /** Who leaves a group may be told of it again, and then again of its end. */
  private void toldOf(String callId) {
    endedCalls.remove(callId);
    handledElsewhere.remove(callId);
  }

  private void error(JsonNode error) {
    require(ERROR_CODES.contains(error.path("code").asText()), "the codes are closed", error);
    require(!error.path("message").asText().isBlank(), "an error has a message", error);
    require(error.path("retryable").isBoolean(), "an error says if it is retryable", error);
    require(
        !error.has("retryAfterMs") || error.path("retryAfterMs").isIntegralNumber(),
        "retryAfterMs are milliseconds",
        error);
    require(
        !error.path("code").asText().equals("unavailable") || error.path("retryable").asBoolean(),
        "unavailable is retryable",
        error);
  }

  private void event(JsonNode frame) {
    String type = frame.path("type").asText();
    if (WITHOUT_SEQ.contains(type)) {
      require(!frame.has("seq"), type + " concerns the socket and has no seq", frame);
      return;
    }
    require(
        frame.path("seq").isIntegralNumber() && frame.path("seq").asLong() == lastSeq + 1,
        "seq counts up by one after " + lastSeq,
        frame);
    lastSeq = frame.path("seq").asLong();
    require(frame.path("ts").isIntegralNumber(), "ts is server milliseconds", frame);
    require(frame.path("data").isObject(), "an event has data", frame);
    if (type.startsWith("call.")) {
      callEvent(type, frame.path("data"), frame);
    }
  }

  private void callEvent(String type, JsonNode data, JsonNode frame) {
    String callId = data.path("callId").asText();
    require(!callId.isEmpty(), "a call event has a callId", frame);
    require(data.path("version").isIntegralNumber(), "a call event has a version", frame);
    long version = data.path("version").asLong();
    require(
        version >= versions.getOrDefault(callId, Long.MIN_VALUE),
        "the events of a call come in the order of its version",
        frame);
    versions.put(callId, version);
    if (type.equals("call.invited") || type.equals("call.transferred")) {
      toldOf(callId);
    }
    if (type.equals("call.handledElsewhere")) {
      handledElsewhere.add(callId);
    }
    if (type.equals("call.ended")) {
      require(endedCalls.add(callId), "call.ended comes once after the session was told", frame);
      require(
          !handledElsewhere.contains(callId),
          "no call.ended for a session that got call.handledElsewhere",
          frame);
      require(
          END_REASONS.contains(data.path("reason").asText()), "the end reasons are closed", frame);
      require(data.path("durationMs").isIntegralNumber(), "call.ended has durationMs", frame);
    }
  }

  private void require(boolean holds, String rule, JsonNode frame) {
    if (!holds) {
      violations.add(owner + ": \"" + rule + "\" is broken by " + frame);
    }
  }
}
