package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, rule 2: call waiting with hold and swap, and do-not-disturb with an end. */
@DisplayName("3 Calls: rule 2, call waiting and DND with an end")
class CallWaitingConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call waiting")
  class Waiting {
    @Test
    void isSetWithoutAStatus() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.ok("presence.set", "callWaiting", true);
      Calls.connect(alice, bob);

      Calls.ring(SERVER.connect("carol"), bob);
    }

    @Test
    void ringsOnEveryDeviceOfTheUser() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient tablet = bob.user().connect("tablet");
      bob.ok("presence.set", "callWaiting", true);
      Calls.connect(alice, bob);

      String callId = Calls.ring(SERVER.connect("carol"), bob);

      tablet.expectEvent("call.invited", callId);
    }

    @Test
    void ringsAUserWithAnUnansweredInvitationToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      bob.ok("presence.set", "callWaiting", true);
      String first = Calls.ring(alice, bob);

      String second = Calls.ring(carol, bob);

      assertThat(Calls.list(bob)).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void mayBeDeclinedAndTheFirstCallGoesOn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      bob.ok("presence.set", "callWaiting", true);
      String first = Calls.connect(alice, bob);
      String second = Calls.ring(carol, bob);

      bob.ok("call.reject", "callId", second, "reason", "busy");

      assertThat(carol.expectEvent("call.rejected", second).text("reason")).isEqualTo("busy");
      assertThat(Calls.list(bob)).containsExactly(first);
      alice.expectNoEvent();
    }

    @Test
    void letsTheUserBeInBothWithOneOnHold() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      bob.ok("presence.set", "callWaiting", true);
      String first = Calls.connect(alice, bob);
      String second = Calls.ring(carol, bob);

      bob.ok("media.state", MediaMessages.state(first, true, false, false, true));
      bob.ok("call.accept", "callId", second);

      assertThat(hold(alice, first)).isTrue();
      carol.expectEvent("call.accepted", second);
      assertThat(Calls.state(alice, first)).isEqualTo("active");
      assertThat(Calls.state(carol, second)).isEqualTo("active");
    }

    @Test
    void letsTheUserSwapTheCalls() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      bob.ok("presence.set", "callWaiting", true);
      String first = Calls.connect(alice, bob);
      bob.ok("media.state", MediaMessages.state(first, true, false, false, true));
      assertThat(hold(alice, first)).isTrue();
      String second = Calls.connect(carol, bob);

      bob.ok("media.state", MediaMessages.state(second, true, false, false, true));
      bob.ok("media.state", MediaMessages.state(first, true, false, false, false));

      assertThat(hold(carol, second)).isTrue();
      assertThat(hold(alice, first)).isFalse();
      Calls.hangUp(bob, second);
      assertThat(Calls.list(bob)).containsExactly(first);
    }

    @Test
    void isOverWhenItIsTakenBack() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      bob.ok("presence.set", "callWaiting", true);
      bob.ok("presence.set", "callWaiting", false);
      Calls.connect(alice, bob);

      String callId = Calls.invite(carol, bob.userId());

      assertThat(carol.expectEvent("call.rejected", callId).text("reason")).isEqualTo("busy");
    }

    @Test
    void staysAsItIsWhenTheStatusChanges() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.ok("presence.set", "callWaiting", true);
      bob.ok("presence.set", "status", "away");
      Calls.connect(alice, bob);

      Calls.ring(SERVER.connect("carol"), bob);
    }

    private static boolean hold(TestClient told, String callId) {
      return told.expectEvent("media.state", callId).data().path("hold").asBoolean();
    }
  }

  @Nested
  @DisplayName("DND with an end")
  class DndWithAnEnd {
    @Test
    void answersDndUntilThenAndRingsAfterIt() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Presences.subscribe(alice, bob.userId());
      long until = bob.session().path("serverTime").asLong() + 4_000;

      bob.ok("presence.set", "status", "dnd", "until", until);

      Presences.expectStatus(alice, bob.userId(), "dnd");
      String refused = Calls.invite(alice, bob.userId());
      assertThat(alice.expectEvent("call.rejected", refused).text("reason")).isEqualTo("dnd");
      Presences.expectStatus(alice, bob.userId(), "online");
      Calls.ring(alice, bob);
    }

    @Test
    void isPutOffByANewOne() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient clock = SERVER.connect("clock");
      Presences.subscribe(alice, clock.userId());
      long soon = bob.session().path("serverTime").asLong() + 2_000;
      bob.ok("presence.set", "status", "dnd", "until", soon);

      bob.ok("presence.set", "status", "dnd");
      clock.ok("presence.set", "status", "dnd", "until", soon + 1_000);

      Presences.expectStatus(alice, clock.userId(), "dnd");
      Presences.expectStatus(alice, clock.userId(), "online");
      String callId = Calls.invite(alice, bob.userId());
      assertThat(alice.expectEvent("call.rejected", callId).text("reason")).isEqualTo("dnd");
    }

    @Test
    void holdsForEveryDeviceOfTheUser() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient tablet = bob.user().connect("tablet");
      bob.ok("presence.set", "status", "dnd");

      String callId = Calls.invite(alice, bob.userId());

      assertThat(alice.expectEvent("call.rejected", callId).text("reason")).isEqualTo("dnd");
      for (TestClient device : List.of(bob, tablet)) {
        device.expectNoEvent();
      }
    }
  }
}
