package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Section 3, rows {@code call.accept} and {@code call.reject}, the order of parties, and the lines
 * that answer for their users, where the call is a group.
 */
@DisplayName("3 Groups: accept, reject, busy, dnd, unreachable")
class GroupAnswerConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.accept")
  class Accept {
    @Test
    void tellsTheInviterAcceptedAndTheOthersWhoAreInPartyJoined() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      ObjectNode userInfo = Json.object("seat", 3);
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());

      carol.ok("call.accept", "callId", callId, "userInfo", userInfo);

      Event accepted = Groups.expectFrom(alice, "call.accepted", callId, carol);
      assertThat(accepted.text("deviceId")).isEqualTo("phone");
      assertThat(accepted.data().path("userInfo")).isEqualTo(userInfo);
      Event joined = Groups.expectFrom(bob, "call.partyJoined", callId, carol);
      assertThat(joined.text("deviceId")).isEqualTo("phone");
      assertThat(joined.data().path("instance").asInt())
          .isEqualTo(
              Calls.party(Calls.get(bob, callId), carol.userId()).path("instance").asInt(-1));
      assertThat(joined.data().has("replaces")).isFalse();
      alice.expectNoEventOf("call.partyJoined");
      bob.expectNoEventOf("call.accepted");
      carol.expectNoEventOf("call.accepted", "call.partyJoined");
    }

    @Test
    void makesTheCallActiveAndLetsTheOthersRingOn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);

      bob.ok("call.accept", "callId", callId);

      JsonNode view = Calls.get(carol, callId);
      Calls.assertCallView(view, callId);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(Calls.party(view, carol.userId()).path("state").asText()).isEqualTo("invited");
      carol.expectNoEventOf("call.ended", "call.handledElsewhere");
    }

    @Test
    void ofASecondUserLeavesTheStartAsItIs() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());
      JsonNode before = Calls.get(alice, callId);

      Groups.accept(callId, alice, carol, List.of(bob));

      assertThat(Calls.get(alice, callId).path("startedAt")).isEqualTo(before.path("startedAt"));
    }

    @Test
    void putsWhoAcceptsBehindThoseWhoAreInAndBeforeTheInvited() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Groups.ring(alice, bob, carol, dave);

      Groups.accept(callId, alice, dave, List.of());
      assertThat(Calls.partyUsers(Calls.get(alice, callId)).subList(0, 2))
          .containsExactly(alice.userId(), dave.userId());

      Groups.accept(callId, alice, bob, List.of(dave));
      assertThat(Calls.partyUsers(Calls.get(alice, callId)))
          .containsExactly(alice.userId(), dave.userId(), bob.userId(), carol.userId());
    }

    @Test
    void tellsTheOtherDevicesOfThatUserAlone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient tablet = bob.user().connect("tablet");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      tablet.expectEvent("call.invited", callId);

      bob.ok("call.accept", "callId", callId);

      Event elsewhere = tablet.expectEvent("call.handledElsewhere", callId);
      assertThat(elsewhere.text("outcome")).isEqualTo("accepted");
      assertThat(elsewhere.text("deviceId")).isEqualTo("phone");
      carol.expectNoEventOf("call.handledElsewhere");
      assertThat(tablet.error("call.accept", "callId", callId)).isEqualTo("answered_elsewhere");
    }

    @Test
    void ofTwoUsersAtOnceLetsBothIn() {
      for (int round = 0; round < 10; round++) {
        TestClient alice = SERVER.connect("alice");
        TestClient bob = SERVER.connect("bob");
        TestClient carol = SERVER.connect("carol");
        String callId = Groups.ring(alice, bob, carol);

        String ofBob = bob.send("call.accept", "callId", callId);
        String ofCarol = carol.send("call.accept", "callId", callId);
        bob.reply(ofBob).ok();
        carol.reply(ofCarol).ok();

        List<String> parties = Calls.partyUsers(Calls.get(alice, callId));
        TestClient first = parties.get(1).equals(bob.userId()) ? bob : carol;
        TestClient second = first.equals(bob) ? carol : bob;
        assertThat(parties).containsExactly(alice.userId(), first.userId(), second.userId());
        Groups.expectFrom(alice, "call.accepted", callId, first);
        Groups.expectFrom(alice, "call.accepted", callId, second);
        Groups.expectFrom(first, "call.partyJoined", callId, second);
        second.expectNoEventOf("call.partyJoined");
      }
    }
  }

  @Nested
  @DisplayName("call.reject")
  class Reject {
    @ParameterizedTest
    @ValueSource(strings = {"declined", "busy"})
    void tellsTheInviterRejectedAndTheOthersWhoAreInPartyLeft(String reason) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());

      carol.ok("call.reject", "callId", callId, "reason", reason);

      assertThat(Groups.expectFrom(alice, "call.rejected", callId, carol).text("reason"))
          .isEqualTo(reason);
      Groups.expectLeft(bob, callId, carol.userId(), reason);
      alice.expectNoEventOf("call.partyLeft");
      bob.expectNoEventOf("call.rejected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"declined", "busy"})
    void endsTheCallForThatUserAloneAndTheCallGoesOn(String reason) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient tablet = carol.user().connect("tablet");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());
      tablet.expectEvent("call.invited", callId);

      carol.ok("call.reject", "callId", callId, "reason", reason);

      Groups.expectEnded(callId, reason, carol);
      assertThat(tablet.expectEvent("call.handledElsewhere", callId).text("outcome"))
          .isEqualTo(reason);
      alice.expectEvent("call.rejected", callId);
      alice.expectNoEventOf("call.ended");
      bob.expectNoEventOf("call.ended");
      tablet.expectNoEventOf("call.ended");
      JsonNode view = Calls.get(alice, callId);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(Groups.present(view)).containsExactly(alice.userId(), bob.userId());
      assertThat(Calls.list(carol)).isEmpty();
    }

    @Test
    void whileAllRingLetsTheOthersRingOn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);

      bob.ok("call.reject", "callId", callId);

      Groups.expectFrom(alice, "call.rejected", callId, bob);
      carol.expectNoEvent();
      assertThat(Calls.state(alice, callId)).isEqualTo("ringing");
      Groups.accept(callId, alice, carol, List.of());
    }

    @Test
    void isOkAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      bob.ok("call.reject", "callId", callId);
      alice.expectEvent("call.rejected", callId);

      bob.ok("call.reject", "callId", callId);

      alice.expectNoEvent();
    }
  }

  @Nested
  @DisplayName("rule 2: busy and do not disturb")
  class Busy {
    @Test
    void aBusyInviteeIsRejectedBusyAndTheOthersRing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      Calls.connect(carol, SERVER.connect("dave"));
      String callId = Calls.newCallId();

      Groups.tryInvite(alice, callId, List.of(bob.userId(), carol.userId())).ok();

      assertThat(Groups.expectFrom(alice, "call.rejected", callId, carol).text("reason"))
          .isEqualTo("busy");
      bob.expectEvent("call.invited", callId);
      carol.expectNoEventOf("call.invited");
      assertThat(Calls.state(alice, callId)).isEqualTo("ringing");
    }

    @Test
    void anInviteeWhoIsNotToBeDisturbedIsRejectedDndAndTheOthersRing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      carol.ok("presence.set", "status", "dnd");
      String callId = Calls.newCallId();

      Groups.tryInvite(alice, callId, List.of(bob.userId(), carol.userId())).ok();

      assertThat(Groups.expectFrom(alice, "call.rejected", callId, carol).text("reason"))
          .isEqualTo("dnd");
      bob.expectEvent("call.invited", callId);
      carol.expectNoEvent();
    }

    @Test
    void whoIsInAGroupIsBusy() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      Groups.connect(alice, bob, carol);

      for (TestClient member : List.of(alice, bob, carol)) {
        String callId = Calls.invite(dave, member.userId());
        assertThat(dave.expectEvent("call.rejected", callId).text("reason")).isEqualTo("busy");
      }
    }

    @Test
    void whoHasLeftAGroupIsNotBusy() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      Groups.leave(callId, bob, alice, carol);

      Calls.ring(SERVER.connect("dave"), bob);
    }
  }

  @Nested
  @DisplayName("rule 5: unreachable users")
  class Unreachable {
    @Test
    void leaveAtOnceAndTheOthersRing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestUser nobody = SERVER.user("nobody");
      String callId = Calls.newCallId();

      Groups.tryInvite(alice, callId, List.of(nobody.id(), bob.userId())).ok();
      bob.expectEvent("call.invited", callId);

      JsonNode party = Calls.party(Calls.get(alice, callId), nobody.id());
      assertThat(party.path("state").asText()).isEqualTo("left");
      assertThat(party.path("reason").asText()).isEqualTo("unreachable");
      Groups.accept(callId, alice, bob, List.of());
    }
  }
}
