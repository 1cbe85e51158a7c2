package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a user sees of others' presence. */
final class Presences {
  private static final Set<String> STATUSES = Set.of("online", "away", "dnd", "in_call", "offline");

  private Presences() {}

  /** The entry of that user in {@code {"users":[…]}}. */
  static JsonNode entry(JsonNode data, String userId) {
    assertThat(data.path("users").isArray()).as("users in %s", data).isTrue();
    for (JsonNode entry : data.path("users")) {
      if (entry.path("userId").asText().equals(userId)) {
        assertThat(entry.path("status").asText()).isIn(STATUSES);
        return entry;
      }
    }
    throw new AssertionError(userId + " is not in " + data);
  }

  static String status(JsonNode data, String userId) {
    return entry(data, userId).path("status").asText();
  }

  /** Subscribes to that user and gives the status that the reply names. */
  static String subscribe(TestClient watcher, String userId) {
    return status(watcher.ok("presence.subscribe", "users", List.of(userId)), userId);
  }

  /** Takes events up to the one that shows that user with this status, and gives its entry. */
  static JsonNode expectStatus(TestClient watcher, String userId, String status) {
    return expectStatus(watcher, userId, status, Inbox.PATIENCE);
  }

  static JsonNode expectStatus(
      TestClient watcher, String userId, String status, Duration patience) {
    JsonNode frame =
        watcher
            .inbox()
            .take(
                "presence.changed of " + userId + " to " + status,
                candidate -> shows(candidate, userId, status),
                patience);
    return entry(frame.path("data"), userId);
  }

  /** No event that is here and was not taken shows that user with this status. */
  static void expectNever(TestClient watcher, String userId, String status) {
    assertThat(watcher.inbox().peek(frame -> shows(frame, userId, status))).isEmpty();
  }

  private static boolean shows(JsonNode frame, String userId, String status) {
    if (!frame.path("type").asText().equals("presence.changed")) {
      return false;
    }
    for (JsonNode entry : frame.path("data").path("users")) {
      if (entry.path("userId").asText().equals(userId)
          && entry.path("status").asText().equals(status)) {
        return true;
      }
    }
    return false;
  }
}
