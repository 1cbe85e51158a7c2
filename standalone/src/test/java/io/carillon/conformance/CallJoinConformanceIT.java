package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, row {@code call.join} with a call id. */
@DisplayName("3 Groups: call.join of a running group call")
class CallJoinConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.join by callId")
  class Join {
    @Test
    void isAnsweredWithTheCallViewAndThoseAlreadyThere() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob);

      JsonNode view = Groups.join(callId, carol, alice, bob);

      Calls.assertCallView(view, callId);
      assertThat(Calls.partyUsers(view))
          .containsExactly(alice.userId(), bob.userId(), carol.userId());
      JsonNode party = Calls.party(view, carol.userId());
      assertThat(party.path("deviceId").asText()).isEqualTo("phone");
      assertThat(party.path("state").asText()).isEqualTo("connecting");
      assertThat(Calls.list(carol)).containsExactly(callId);
    }

    @Test
    void tellsThoseWhoAreInWithTheInstance() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob);

      JsonNode view = carol.ok("call.join", "callId", callId);

      for (TestClient told : List.of(alice, bob)) {
        Event joined = Groups.expectFrom(told, "call.partyJoined", callId, carol);
        assertThat(joined.text("deviceId")).isEqualTo("phone");
        assertThat(joined.data().path("instance"))
            .isEqualTo(Calls.party(view, carol.userId()).path("instance"));
        assertThat(joined.data().has("replaces")).isFalse();
      }
      carol.expectNoEvent();
    }

    @Test
    void ringsNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient tablet = carol.user().connect("tablet");
      String callId = Groups.connect(alice, bob);

      Groups.join(callId, carol, alice, bob);

      tablet.expectNoEvent();
    }

    @Test
    void putsWhoJoinsBehindThoseWhoAreInAndBeforeTheInvited() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());

      JsonNode view = Groups.join(callId, dave, alice, bob);

      assertThat(Calls.partyUsers(view))
          .containsExactly(alice.userId(), bob.userId(), dave.userId(), carol.userId());
    }

    @Test
    void ofOneWhoLeftIsAHigherInstance() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      int before = Calls.party(Calls.get(alice, callId), bob.userId()).path("instance").asInt();
      Groups.leave(callId, bob, alice, carol);

      JsonNode view = bob.ok("call.join", "callId", callId);

      assertThat(Calls.party(view, bob.userId()).path("instance").asInt()).isGreaterThan(before);
      assertThat(
              Groups.expectFrom(alice, "call.partyJoined", callId, bob)
                  .data()
                  .path("instance")
                  .asInt())
          .isGreaterThan(before);
      assertThat(Groups.present(view))
          .containsExactly(alice.userId(), carol.userId(), bob.userId());
    }

    @Test
    void ofOneWhoIsInvitedIsAsIfAccepted() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient tablet = carol.user().connect("tablet");
      String callId = Groups.ring(alice, bob, carol);
      tablet.expectEvent("call.invited", callId);
      Groups.accept(callId, alice, bob, List.of());

      JsonNode view = carol.ok("call.join", "callId", callId);

      assertThat(Groups.present(view))
          .containsExactly(alice.userId(), bob.userId(), carol.userId());
      assertThat(Groups.expectFrom(alice, "call.accepted", callId, carol).text("deviceId"))
          .isEqualTo("phone");
      Groups.expectFrom(bob, "call.partyJoined", callId, carol);
      assertThat(tablet.expectEvent("call.handledElsewhere", callId).text("outcome"))
          .isEqualTo("accepted");
    }

    @Test
    void fromTheDeviceThatIsInIsOkAndChangesNothing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      JsonNode before = Calls.get(alice, callId);

      JsonNode view = bob.ok("call.join", "callId", callId);

      assertThat(view).isEqualTo(before);
      alice.expectNoEvent();
      carol.expectNoEvent();
    }

    @Test
    void fromAnotherDeviceOfAUserWhoIsInIsAnsweredElsewhere() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      TestClient tablet = bob.user().connect("tablet");

      assertThat(tablet.error("call.join", "callId", callId)).isEqualTo("answered_elsewhere");

      assertThat(Calls.party(Calls.get(alice, callId), bob.userId()).path("deviceId").asText())
          .isEqualTo("phone");
    }

    @Test
    void doesNotNeedAFreeLine() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      carol.ok("presence.set", "status", "dnd");
      Calls.connect(carol, SERVER.connect("dave"));
      String callId = Groups.connect(alice, bob);

      Groups.join(callId, carol, alice, bob);
    }
  }

  @Nested
  @DisplayName("call.join by callId is refused")
  class Refused {
    @Test
    void toAStrangerOfA1To1CallAsCallNotFound() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient mallory = SERVER.connect("mallory");
      String callId = Calls.connect(alice, bob);

      assertThat(mallory.error("call.join", "callId", callId)).isEqualTo("call_not_found");

      alice.expectNoEvent();
      bob.expectNoEvent();
    }

    @Test
    void whereThereIsNoSuchCall() {
      TestClient alice = SERVER.connect("alice");

      assertThat(alice.error("call.join", "callId", Calls.newCallId())).isEqualTo("call_not_found");
    }

    @Test
    void whereTheCallHasEnded() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Groups.connect(alice, bob);
      alice.ok("call.hangup", "callId", callId, "everyone", true);
      bob.expectEvent("call.ended", callId);

      assertThat(bob.error("call.join", "callId", callId)).isEqualTo("call_ended");
    }

    @Test
    void whereBothOrNeitherOfCallIdAndRoomAreGiven() {
      TestClient alice = SERVER.connect("alice");

      assertThat(alice.error("call.join")).isEqualTo("bad_request");
      assertThat(
              alice.error(
                  "call.join", "callId", Calls.newCallId(), "room", "standup", "media", "audio"))
          .isEqualTo("bad_request");
    }
  }
}
