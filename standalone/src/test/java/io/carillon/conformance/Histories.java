package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** What users read of their calls of the past. */
final class Histories {
  private static final Set<String> DIRECTIONS = Set.of("outgoing", "incoming");
  private static final Set<String> MEDIA = Set.of("audio", "video");

  private Histories() {}

  /** The records that this request gives. */
  static List<JsonNode> list(TestClient client, Object... data) {
    JsonNode records = client.ok("history.list", data).path("records");
    assertThat(records.isArray()).as("records").isTrue();
    records.forEach(Histories::assertRecord);
    return records.valueStream().toList();
  }

  /** Waits until the user has so many records, and gives them, the latest first. */
  static List<JsonNode> await(TestClient client, int count) {
    Awaitility.await()
        .atMost(Inbox.PATIENCE)
        .untilAsserted(() -> assertThat(list(client)).hasSize(count));
    return list(client);
  }

  /** Waits for the user's record of that call, and gives it. */
  static JsonNode await(TestClient client, String callId) {
    return Awaitility.await()
        .atMost(Inbox.PATIENCE)
        .until(() -> find(client, callId), record -> !record.isMissingNode());
  }

  private static JsonNode find(TestClient client, String callId) {
    return list(client).stream()
        .filter(record -> record.path("callId").asText().equals(callId))
        .findFirst()
        .orElse(Json.object().path("none"));
  }

  static List<String> callIds(List<JsonNode> records) {
    return records.stream().map(record -> record.path("callId").asText()).toList();
  }

  /** How many missed calls a new session of that user is told of. */
  static int missed(TestUser user) {
    return user.connect("history").session().path("missedCalls").asInt(-1);
  }

  /** Waits until a new session of that user is told of so many missed calls. */
  static void awaitMissed(TestUser user, int count) {
    Awaitility.await()
        .atMost(Inbox.PATIENCE)
        .untilAsserted(() -> assertThat(missed(user)).isEqualTo(count));
  }

  private static void assertRecord(JsonNode entry) {
    assertThat(entry.path("callId").asText()).isNotEmpty();
    assertThat(entry.path("media").asText()).isIn(MEDIA);
    assertThat(entry.path("direction").asText()).isIn(DIRECTIONS);
    assertThat(entry.path("peers").isArray()).as("peers in %s", entry).isTrue();
    assertThat(entry.path("startedAt").isIntegralNumber()).as("startedAt in %s", entry).isTrue();
    assertThat(entry.path("durationMs").isIntegralNumber()).as("durationMs in %s", entry).isTrue();
    String outcome = entry.path("outcome").asText();
    assertThat(outcome.equals("answered") || SessionRules.END_REASONS.contains(outcome))
        .as("outcome in %s", entry)
        .isTrue();
  }
}
