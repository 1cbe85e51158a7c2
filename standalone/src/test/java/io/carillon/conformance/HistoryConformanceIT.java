package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6, {@code history.list}: every call leaves one record for each user. */
@DisplayName("6 History: history.list")
class HistoryConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("a record")
  class OneRecord {
    @Test
    void ofAnAnsweredCallIsEachPartys() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob, "media", "video");
      long createdAt = Calls.get(alice, callId).path("createdAt").asLong();
      bob.ok("call.accept", "callId", callId);
      alice.expectEvent("call.accepted", callId);
      alice.ok("call.hangup", "callId", callId);
      long durationMs = alice.expectEvent("call.ended", callId).data().path("durationMs").asLong();

      JsonNode ofAlice = Histories.await(alice, callId);
      JsonNode ofBob = Histories.await(bob, callId);

      assertThat(ofAlice.path("direction").asText()).isEqualTo("outgoing");
      assertThat(ofBob.path("direction").asText()).isEqualTo("incoming");
      assertThat(ofAlice.path("peers")).containsExactly(Json.text(bob.userId()));
      assertThat(ofBob.path("peers")).containsExactly(Json.text(alice.userId()));
      for (JsonNode entry : List.of(ofAlice, ofBob)) {
        assertThat(entry.path("media").asText()).isEqualTo("video");
        assertThat(entry.path("outcome").asText()).isEqualTo("answered");
        assertThat(entry.path("startedAt").asLong()).isEqualTo(createdAt);
        assertThat(entry.has("room")).isFalse();
      }
      assertThat(ofBob.path("durationMs").asLong()).isBetween(0L, durationMs);
    }

    @Test
    void isOneForEachUserWhateverTheDevices() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient tablet = bob.user().connect("tablet");
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);

      Histories.await(bob, callId);

      assertThat(Histories.callIds(Histories.list(tablet))).containsExactly(callId);
      assertThat(Histories.callIds(Histories.list(bob))).containsExactly(callId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"declined", "busy"})
    void ofARejectedCallSaysWhy(String reason) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      bob.ok("call.reject", "callId", callId, "reason", reason);

      for (TestClient user : List.of(alice, bob)) {
        JsonNode entry = Histories.await(user, callId);
        assertThat(entry.path("outcome").asText()).isEqualTo(reason);
        assertThat(entry.path("durationMs").asLong(-1)).isZero();
      }
    }

    @Test
    void ofACancelledCallSaysSo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      Calls.hangUp(alice, callId);

      assertThat(Histories.await(alice, callId).path("outcome").asText()).isEqualTo("cancelled");
      assertThat(Histories.await(bob, callId).path("outcome").asText()).isEqualTo("cancelled");
    }

    @Test
    void ofACallToNobodyIsTheirsToo() {
      TestClient alice = SERVER.connect("alice");
      TestUser bob = SERVER.user("bob");
      String callId = Calls.invite(alice, bob.id());
      alice.expectEvent("call.ended", callId);
      Histories.await(alice, callId);

      JsonNode entry = Histories.await(bob.connect("phone"), callId);

      assertThat(entry.path("outcome").asText()).isEqualTo("unreachable");
      assertThat(entry.path("direction").asText()).isEqualTo("incoming");
    }

    @Test
    void ofAnAutomaticBusyIsTheirsToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.connect(bob, SERVER.connect("carol"));
      String callId = Calls.invite(alice, bob.userId());
      alice.expectEvent("call.ended", callId);

      assertThat(Histories.await(alice, callId).path("outcome").asText()).isEqualTo("busy");
      assertThat(Histories.await(bob, callId).path("outcome").asText()).isEqualTo("busy");
    }

    @Test
    void ofABlockedCallIsTheCallersAlone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.ok("user.block", "userId", alice.userId());
      String callId = Calls.invite(alice, bob.userId(), "ringTimeoutMs", 5_000);
      alice.expectEvent("call.ended", callId);

      JsonNode entry = Histories.await(alice, callId);

      assertThat(entry.path("outcome").asText()).isEqualTo("no_answer");
      assertThat(entry.path("peers")).containsExactly(Json.text(bob.userId()));
      assertThat(Histories.list(bob)).isEmpty();
    }

    @Test
    void isNotOfAStranger() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);
      Histories.await(alice, callId);

      assertThat(Histories.list(carol)).isEmpty();
    }
  }

  @Nested
  @DisplayName("a group's record")
  class Group {
    @Test
    void isEachUsersWithWhatBecameOfThatUser() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Groups.ring(alice, bob, carol, dave);
      Groups.accept(callId, alice, bob, List.of());
      carol.ok("call.reject", "callId", callId);
      alice.ok("call.hangup", "callId", callId, "everyone", true);
      alice.expectEvent("call.ended", callId);

      assertThat(outcome(alice, callId)).isEqualTo("outgoing answered");
      assertThat(outcome(bob, callId)).isEqualTo("incoming answered");
      assertThat(outcome(carol, callId)).isEqualTo("incoming declined");
      assertThat(outcome(dave, callId)).isIn("incoming cancelled", "incoming hangup");
      assertThat(Histories.await(bob, callId).path("peers"))
          .containsExactlyInAnyOrder(
              Json.text(alice.userId()), Json.text(carol.userId()), Json.text(dave.userId()));
    }

    @Test
    void ofOneWhoJoinedUnaskedIsOutgoing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob);
      Groups.join(callId, carol, alice, bob);
      alice.ok("call.hangup", "callId", callId, "everyone", true);

      assertThat(outcome(carol, callId)).isEqualTo("outgoing answered");
    }

    @Test
    void ofARoomNamesTheRoom() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String room = Rooms.newRoom(SERVER);
      String callId = Rooms.enter(alice, room).path("callId").asText();
      Rooms.enter(bob, room);
      Groups.leave(callId, alice, bob);
      Groups.leave(callId, bob);

      for (TestClient user : List.of(alice, bob)) {
        JsonNode entry = Histories.await(user, callId);
        assertThat(entry.path("room").asText()).isEqualTo(room);
        assertThat(entry.path("direction").asText()).isEqualTo("outgoing");
        assertThat(entry.path("outcome").asText()).isEqualTo("answered");
      }
    }

    @Test
    void isOneThoughTheUserLeftAndCameBack() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      Groups.leave(callId, bob, alice, carol);
      Groups.join(callId, bob, alice, carol);
      alice.ok("call.hangup", "callId", callId, "everyone", true);
      bob.expectEvent("call.ended", callId);

      Histories.await(alice, callId);

      assertThat(outcome(bob, callId)).isEqualTo("incoming answered");
      assertThat(Histories.callIds(Histories.list(bob))).containsExactly(callId);
    }

    private static String outcome(TestClient user, String callId) {
      JsonNode entry = Histories.await(user, callId);
      return entry.path("direction").asText() + " " + entry.path("outcome").asText();
    }
  }

  @Nested
  @DisplayName("history.list")
  class Listing {
    @Test
    void isEmptyAtFirst() {
      assertThat(Histories.list(SERVER.connect("alice"))).isEmpty();
    }

    @Test
    void givesTheLatestFirst() {
      TestClient alice = SERVER.connect("alice");

      List<String> calls = unreachable(alice, 3);

      assertThat(Histories.callIds(Histories.await(alice, 3)))
          .containsExactlyElementsOf(calls.reversed());
    }

    @Test
    void givesNoMoreThanTheLimit() {
      TestClient alice = SERVER.connect("alice");
      List<String> calls = unreachable(alice, 3);
      Histories.await(alice, 3);

      assertThat(Histories.callIds(Histories.list(alice, "limit", 2)))
          .containsExactly(calls.get(2), calls.get(1));
    }

    @Test
    void goesOnBeforeATime() {
      TestClient alice = SERVER.connect("alice");
      List<String> calls = unreachable(alice, 4);
      Histories.await(alice, 4);
      List<JsonNode> page = Histories.list(alice, "limit", 2);

      List<JsonNode> next =
          Histories.list(alice, "limit", 2, "before", page.getLast().path("startedAt").asLong());

      assertThat(Histories.callIds(next)).containsExactly(calls.get(1), calls.get(0));
    }

    @Test
    void givesOnlyMissedCallsIfAsked() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.hangUp(alice, Calls.connect(alice, bob));
      String missed = Calls.ring(alice, bob);
      Calls.hangUp(alice, missed);
      Calls.hangUp(bob, Calls.ring(bob, alice));
      Histories.await(bob, 3);

      assertThat(Histories.callIds(Histories.list(bob, "missed", true))).containsExactly(missed);
      assertThat(Histories.list(bob, "missed", false)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void ofALimitOutOfRangeIsABadRequest(int limit) {
      TestClient alice = SERVER.connect("alice");

      assertThat(alice.error("history.list", "limit", limit)).isEqualTo("bad_request");
    }

    @Test
    void ofTheHighestLimitIsTaken() {
      TestClient alice = SERVER.connect("alice");

      alice.ok("history.list", "limit", 100);
    }

    /** Calls to nobody, one after the other and each at a time of its own. */
    private static List<String> unreachable(TestClient alice, int count) {
      List<String> calls = new ArrayList<>();
      long last = 0;
      for (int i = 0; i < count; i++) {
        String callId = Calls.invite(alice, SERVER.user("nobody" + i).id());
        alice.expectEvent("call.ended", callId);
        long createdAt = Calls.get(alice, callId).path("createdAt").asLong();
        assertThat(createdAt).isGreaterThan(last);
        last = createdAt;
        calls.add(callId);
      }
      return calls;
    }
  }
}
