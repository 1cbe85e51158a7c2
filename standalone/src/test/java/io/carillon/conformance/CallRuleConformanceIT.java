package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3, rules 1, 2 and 5. */
@DisplayName("3 Calls: rules")
class CallRuleConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("rule 1: the server is the authority")
  class Authority {
    @ParameterizedTest
    @ValueSource(strings = {"call.reject", "call.hangup"})
    void aLateCommandOfADeviceThatLostNeverEndsTheCallOfTheWinner(String command) {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.ring(alice, phone);
      phone.ok("call.accept", "callId", callId);

      tablet.request(command, "callId", callId);

      assertThat(Calls.state(alice, callId)).isEqualTo("active");
      phone.expectNoEventOf("call.ended");
      alice.expectNoEventOf("call.ended", "call.rejected");
    }

    @Test
    void anAcceptAndACancelAtOnceLeaveBothSidesWithTheSameCall() {
      for (int round = 0; round < 10; round++) {
        TestClient alice = SERVER.connect("alice");
        TestClient bob = SERVER.connect("bob");
        String callId = Calls.ring(alice, bob);

        String accept = bob.send("call.accept", "callId", callId);
        String hangup = alice.send("call.hangup", "callId", callId);

        alice.reply(hangup).ok();
        String expected = bob.reply(accept).isOk() ? "hangup" : "cancelled";
        assertThat(alice.expectEvent("call.ended", callId).text("reason")).isEqualTo(expected);
        assertThat(bob.expectEvent("call.ended", callId).text("reason")).isEqualTo(expected);
      }
    }
  }

  @Nested
  @DisplayName("rule 2: busy and do not disturb")
  class Busy {
    @Test
    void aUserInACallAnswersBusyAtOnce() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      Calls.connect(alice, bob);

      assertRejectedAtOnce(carol, bob, "busy");

      bob.expectNoEventOf("call.invited");
    }

    @Test
    void aUserWithAnUnansweredInvitationAnswersBusyAtOnce() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String ringing = Calls.ring(alice, bob);

      assertRejectedAtOnce(carol, bob, "busy");

      bob.expectNoEvent();
      assertThat(Calls.list(bob)).containsExactly(ringing);
    }

    @Test
    void theOtherDeviceOfAUserInACallDoesNotRingEither() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      Calls.connect(alice, phone);
      TestClient tablet = phone.user().connect("tablet");

      assertRejectedAtOnce(carol, phone, "busy");

      tablet.expectNoEventOf("call.invited");
    }

    @Test
    void aUserWithCallWaitingIsRung() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      bob.ok("presence.set", "status", "online", "callWaiting", true);
      String first = Calls.connect(alice, bob);

      String second = Calls.ring(carol, bob);

      assertThat(Calls.list(bob)).containsExactlyInAnyOrder(first, second);
      carol.expectNoEventOf("call.rejected", "call.ended");
    }

    @Test
    void aUserIsFreeAgainWhenTheCallHasEnded() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      Calls.hangUp(alice, Calls.connect(alice, bob));

      Calls.ring(carol, bob);
    }

    @Test
    void dndAnswersDnd() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.ok("presence.set", "status", "dnd");
      String callId = Calls.invite(alice, bob.userId());

      Event rejected = alice.expectEvent("call.rejected", callId);

      assertThat(rejected.text("userId")).isEqualTo(bob.userId());
      assertThat(rejected.text("reason")).isEqualTo("dnd");
      alice.expectEvent("call.ended", callId);
      bob.expectNoEvent();
    }

    @Test
    void aUserIsRungAgainAfterDnd() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.ok("presence.set", "status", "dnd");
      bob.ok("presence.set", "status", "online");

      Calls.ring(alice, bob);
    }

    @Test
    void aBusyUserMayCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      Calls.connect(alice, bob);

      Calls.ring(bob, carol);
    }

    @Test
    void aUserWhoIsNotToBeDisturbedMayCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.ok("presence.set", "status", "dnd");

      Calls.ring(bob, alice);
    }

    private static void assertRejectedAtOnce(TestClient caller, TestClient callee, String reason) {
      String callId = Calls.invite(caller, callee.userId());
      Event rejected = caller.expectEvent("call.rejected", callId);
      assertThat(rejected.text("userId")).isEqualTo(callee.userId());
      assertThat(rejected.text("reason")).isEqualTo(reason);
      assertThat(caller.expectEvent("call.ended", callId).text("reason")).isEqualTo(reason);
    }
  }

  @Nested
  @DisplayName("rule 5: late devices, unreachable users")
  class Reach {
    @Test
    void aDeviceThatConnectsWhileItsUserIsRungGetsTheTimeThatIsLeft() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.invite(alice, bob.userId(), "description", Sdp.offer());
      Event first = bob.expectEvent("call.invited", callId);

      TestClient late = bob.user().connect("late");

      Event invited = late.expectEvent("call.invited", callId);
      assertThat(invited.data().path("call").path("expiresAt"))
          .isEqualTo(first.data().path("call").path("expiresAt"));
      assertThat(invited.data().path("description")).isEqualTo(Sdp.offer());
    }

    @Test
    void aLateDeviceMayAccept() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      TestClient late = bob.user().connect("late");
      late.expectEvent("call.invited", callId);

      late.ok("call.accept", "callId", callId);

      assertThat(alice.expectEvent("call.accepted", callId).text("deviceId")).isEqualTo("late");
      assertThat(bob.expectEvent("call.handledElsewhere", callId).text("deviceId"))
          .isEqualTo("late");
    }

    @Test
    void aDeviceThatConnectsAfterTheRingingGetsNoInvitation() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.hangUp(alice, Calls.ring(alice, bob));

      bob.user().connect("late").expectNoEvent();
    }

    @Test
    void anInviteeWithoutASessionLeavesUnreachableAtOnce() {
      TestClient alice = SERVER.connect("alice");

      String callId = Calls.invite(alice, SERVER.user("nobody").id());

      assertThat(alice.expectEvent("call.ended", callId).text("reason")).isEqualTo("unreachable");
      assertThat(Calls.list(alice)).isEmpty();
    }

    @Test
    void anInviteeWhoSaidByeIsUnreachable() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.ok("bye");

      String callId = Calls.invite(alice, bob.userId());

      assertThat(alice.expectEvent("call.ended", callId).text("reason")).isEqualTo("unreachable");
    }
  }
}
