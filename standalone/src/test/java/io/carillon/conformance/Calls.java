package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** The steps of a call that most tests begin with, and what a CallView says. */
final class Calls {
  private static final Set<String> CALL_STATES = Set.of("ringing", "active", "ended");
  private static final Set<String> PARTY_STATES =
      Set.of("invited", "pushed", "ringing", "connecting", "connected", "reconnecting", "left");

  private static final int LONG_RING_MS = 60_000;

  private Calls() {}

  static String newCallId() {
    return UUID.randomUUID().toString();
  }

  /** The data of an audio invitation to one user. */
  static ObjectNode invitation(String callId, String userId) {
    return Json.object("callId", callId, "to", List.of(userId), "media", "audio");
  }

  /** Invites one user; more fields may be given by alternating names and values. */
  static Reply tryInvite(TestClient caller, String callId, String userId, Object... more) {
    ObjectNode data = Json.with(invitation(callId, userId), more);
    return caller.request("call.invite", fields(data));
  }

  /** Invites one user with success and gives the new call's id. */
  static String invite(TestClient caller, String userId, Object... more) {
    String callId = newCallId();
    tryInvite(caller, callId, userId, more).ok();
    return callId;
  }

  /** Invites the user of that device, which has taken its {@code call.invited}. */
  static String ring(TestClient caller, TestClient callee, Object... more) {
    String callId = invite(caller, callee.userId(), more);
    callee.expectEvent("call.invited", callId);
    return callId;
  }

  /**
   * A call between two that was accepted, however long that took; both have taken the events up to
   * there.
   */
  static String connect(TestClient caller, TestClient callee) {
    String callId = ring(caller, callee, "description", Sdp.offer(), "ringTimeoutMs", LONG_RING_MS);
    callee.ok("call.accept", "callId", callId, "description", Sdp.answer());
    caller.expectEvent("call.accepted", callId);
    return callId;
  }

  static JsonNode get(TestClient client, String callId) {
    return client.ok("call.get", "callId", callId);
  }

  /** The ids of the user's live calls, by {@code call.list}. */
  static List<String> list(TestClient client) {
    return callIds(client.ok("call.list").path("calls"));
  }

  static List<String> callIds(JsonNode calls) {
    assertThat(calls.isArray()).as("a list of calls: %s", calls).isTrue();
    List<String> ids = new ArrayList<>();
    calls.forEach(call -> ids.add(call.path("callId").asText()));
    return ids;
  }

  /** The party of that user. */
  static JsonNode party(JsonNode view, String userId) {
    for (JsonNode party : view.path("parties")) {
      if (party.path("userId").asText().equals(userId)) {
        return party;
      }
    }
    throw new AssertionError(userId + " is no party of " + view);
  }

  static List<String> partyUsers(JsonNode view) {
    List<String> users = new ArrayList<>();
    view.path("parties").forEach(party -> users.add(party.path("userId").asText()));
    return users;
  }

  /** Waits until the call, as this client gets it, shows that user's party in that state. */
  static void awaitPartyState(TestClient client, String callId, String userId, String state) {
    Awaitility.await()
        .atMost(Inbox.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(party(get(client, callId), userId).path("state").asText())
                    .isEqualTo(state));
  }

  static String state(TestClient client, String callId) {
    return get(client, callId).path("state").asText();
  }

  static void hangUp(TestClient client, String callId) {
    client.ok("call.hangup", "callId", callId);
    client.expectEvent("call.ended", callId);
  }

  /**
   * Every mandatory field of a CallView is there with its type, and every word is one of the
   * page's.
   */
  static void assertCallView(JsonNode view, String callId) {
    assertThat(view.path("callId").asText()).isEqualTo(callId);
    assertThat(view.path("version").isIntegralNumber()).as("version in %s", view).isTrue();
    assertThat(view.path("epoch").isIntegralNumber()).as("epoch in %s", view).isTrue();
    assertThat(view.path("media").asText()).isIn("audio", "video");
    assertThat(view.path("topology").asText()).isIn("direct", "sfu");
    assertThat(view.path("state").asText()).isIn(CALL_STATES);
    assertThat(view.path("from").path("userId").asText()).isNotEmpty();
    assertThat(view.path("from").path("deviceId").asText()).isNotEmpty();
    assertThat(view.path("createdAt").isIntegralNumber()).as("createdAt in %s", view).isTrue();
    assertThat(view.path("parties").isArray()).as("parties in %s", view).isTrue();
    view.path("parties").forEach(Calls::assertParty);
  }

  private static void assertParty(JsonNode party) {
    assertThat(party.path("userId").asText()).isNotEmpty();
    assertThat(party.path("instance").isIntegralNumber()).as("instance in %s", party).isTrue();
    assertThat(party.path("state").asText()).isIn(PARTY_STATES);
    for (String medium : List.of("audio", "video", "screen", "hold")) {
      assertThat(party.path("media").path(medium).isBoolean())
          .as("media.%s in %s", medium, party)
          .isTrue();
    }
  }

  /** An object's fields as alternating names and values. */
  static Object[] fields(ObjectNode object) {
    List<Object> fields = new ArrayList<>();
    object
        .properties()
        .forEach(
            field -> {
              fields.add(field.getKey());
              fields.add(field.getValue());
            });
    return fields.toArray();
  }
}
