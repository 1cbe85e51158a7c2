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
import org.junit.jupiter.params.provider.CsvSource;

/** Section 3, rule 7: when a group ends and with what reason. */
@DisplayName("3 Groups: rule 7, the end of a group")
class GroupEndConformanceIT {
  /** The shortest that an invitation may ask for: time enough to answer in. */
  private static final int RING_TIMEOUT_MS = 5_000;

  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("a group ends when nobody is in it")
  class NobodyIn {
    @Test
    void whichTheLastOneToLeaveIsTold() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      Groups.leave(callId, alice, bob, carol);
      Groups.leave(callId, bob, carol);

      Groups.leave(callId, carol);

      JsonNode view = Calls.get(carol, callId);
      assertThat(view.path("state").asText()).isEqualTo("ended");
      assertThat(view.path("end").path("reason").asText()).isEqualTo("hangup");
      alice.expectNoEventOf("call.ended");
      assertThat(alice.error("call.join", "callId", callId)).isEqualTo("call_ended");
    }

    @Test
    void andWhoStillRingsGetsCancelled() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient tablet = carol.user().connect("tablet");
      String callId = Groups.ring(alice, bob, carol);
      tablet.expectEvent("call.invited", callId);
      Groups.accept(callId, alice, bob, List.of());
      Groups.leave(callId, alice, bob);

      Groups.leave(callId, bob);

      Groups.expectEnded(callId, "cancelled", carol, tablet);
      assertThat(Calls.list(carol)).isEmpty();
    }

    @Test
    void asWhenTheCallerGivesUpBeforeAnAnswer() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);

      alice.ok("call.hangup", "callId", callId);

      Groups.expectEnded(callId, "cancelled", alice, bob, carol);
      assertThat(Calls.get(alice, callId).path("end").path("reason").asText())
          .isEqualTo("cancelled");
    }

    @Test
    void andNotWhileOneWhoWasAnsweredIsIn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      Groups.leave(callId, bob, alice, carol);

      Groups.leave(callId, carol, alice);

      alice.expectNoEventOf("call.ended");
      assertThat(Calls.state(alice, callId)).isEqualTo("active");
      Groups.join(callId, bob, alice);
    }
  }

  @Nested
  @DisplayName("a group ends when one is in it, none ever answered and none rings any more")
  class NobodyCame {
    /** The words are what became of each invitee. */
    @ParameterizedTest
    @CsvSource({
      "declined declined, declined",
      "declined busy, busy",
      "busy unreachable, busy",
      "declined unreachable, declined",
      "dnd unreachable, declined",
      "dnd busy, busy",
      "unreachable unreachable, unreachable",
      "no_answer no_answer, no_answer",
      "no_answer unreachable, no_answer",
      "no_answer declined, declined",
      "no_answer busy, busy"
    })
    void withTheBestReasonOfAll(String outcomes, String expected) {
      TestClient alice = SERVER.connect("alice");
      List<Invitee> invitees = new ArrayList<>();
      for (String outcome : outcomes.split(" ", -1)) {
        invitees.add(Invitee.who(outcome));
      }
      String callId = Calls.newCallId();

      Groups.tryInvite(
              alice,
              callId,
              invitees.stream().map(invitee -> invitee.user().id()).toList(),
              "ringTimeoutMs",
              RING_TIMEOUT_MS)
          .ok();
      invitees.forEach(invitee -> invitee.answer(callId));

      Event ended = alice.expectEvent("call.ended", callId);
      assertThat(ended.text("reason")).isEqualTo(expected);
      assertThat(ended.data().path("durationMs").asLong(-1)).isZero();
      assertThat(Calls.get(alice, callId).path("end").path("reason").asText()).isEqualTo(expected);
    }

    @Test
    void andNotWhileOneStillRings() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);

      bob.ok("call.reject", "callId", callId);
      alice.expectEvent("call.rejected", callId);

      alice.expectNoEventOf("call.ended");
      Groups.accept(callId, alice, carol, List.of());
    }

    @Test
    void andNotWhenOneWhoAnsweredHasLeft() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());
      Groups.leave(callId, bob, alice);

      carol.ok("call.reject", "callId", callId);
      alice.expectEvent("call.rejected", callId);

      alice.expectNoEventOf("call.ended");
      assertThat(Calls.state(alice, callId)).isEqualTo("active");
    }
  }

  @Nested
  @DisplayName("the ring timeout of an invitee")
  class NoAnswer {
    @RegisterExtension static final ServerUnderTest IMPATIENT = ServerUnderTest.impatient();

    @Test
    void isToldToAllWhoAreInAndEndsTheCallForThatUserAlone() {
      TestClient alice = IMPATIENT.connect("alice");
      TestClient bob = IMPATIENT.connect("bob");
      TestClient carol = IMPATIENT.connect("carol");
      TestClient tablet = carol.user().connect("tablet");
      String callId = Groups.ring(alice, bob);
      Groups.accept(callId, alice, bob, List.of());
      alice.ok("call.add", "callId", callId, "to", List.of(carol.userId()));

      Groups.expectFrom(alice, "call.noAnswer", callId, carol);
      Groups.expectFrom(bob, "call.noAnswer", callId, carol);
      Groups.expectEnded(callId, "no_answer", carol, tablet);
      alice.expectNoEventOf("call.ended");
      bob.expectNoEventOf("call.ended");
      JsonNode view = Calls.get(alice, callId);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(Calls.party(view, carol.userId()).path("reason").asText()).isEqualTo("no_answer");
      assertThat(carol.error("call.accept", "callId", callId))
          .isIn("invalid_state", "not_in_call", "call_ended");
    }

    @Test
    void ofAllEndsTheCall() {
      TestClient alice = IMPATIENT.connect("alice");
      TestClient bob = IMPATIENT.connect("bob");
      TestClient carol = IMPATIENT.connect("carol");

      String callId = Groups.ring(alice, bob, carol);

      Groups.expectEnded(callId, "no_answer", alice, bob, carol);
      List<String> unanswered =
          List.of(
              alice.expectEvent("call.noAnswer", callId).text("userId"),
              alice.expectEvent("call.noAnswer", callId).text("userId"));
      assertThat(unanswered).containsExactlyInAnyOrder(bob.userId(), carol.userId());
    }
  }

  /** One who is invited and what becomes of it. */
  private record Invitee(TestUser user, TestClient device, String outcome) {

    static Invitee who(String outcome) {
      TestUser user = SERVER.user("invitee");
      if (outcome.equals("unreachable")) {
        return new Invitee(user, null, outcome);
      }
      TestClient device = user.connect("phone");
      if (outcome.equals("dnd")) {
        device.ok("presence.set", "status", "dnd");
      }
      return new Invitee(user, device, outcome);
    }

    void answer(String callId) {
      if (outcome.equals("declined") || outcome.equals("busy")) {
        device.expectEvent("call.invited", callId);
        device.ok("call.reject", "callId", callId, "reason", outcome);
      }
    }
  }
}
