package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Section 6, {@code history.seen}, and {@code missedCalls} of section 1; what timeouts, lost
 * connections and restarts leave behind.
 */
@DisplayName("6 History: missed calls, history.seen, what is left of broken calls")
class MissedCallsConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.impatient();

  @Nested
  @DisplayName("missed calls")
  class Missed {
    @Test
    void areThoseThatNobodyAnswered() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      String callId = Calls.ring(alice, bob);
      alice.expectEvent("call.ended", callId);

      JsonNode entry = Histories.await(bob, callId);
      assertThat(entry.path("outcome").asText()).isEqualTo("no_answer");
      assertThat(Histories.await(alice, callId).path("outcome").asText()).isEqualTo("no_answer");
      Histories.awaitMissed(bob.user(), 1);
      Histories.awaitMissed(alice.user(), 0);
    }

    @Test
    void areThoseThatWereCancelledAndThoseThatReachedNoDevice() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestUser carol = SERVER.user("carol");

      Calls.hangUp(alice, Calls.ring(alice, bob));
      alice.expectEvent("call.ended", Calls.invite(alice, carol.id()));

      Histories.awaitMissed(bob.user(), 1);
      Histories.awaitMissed(carol, 1);
    }

    @Test
    void areNotThoseThatWereAnsweredOrDeclined() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.user().connect("tablet");
      Calls.hangUp(alice, Calls.connect(alice, bob));
      String declined = Calls.ring(alice, bob);
      bob.ok("call.reject", "callId", declined);
      alice.expectEvent("call.ended", declined);
      Histories.await(bob, 2);

      assertThat(Histories.missed(bob.user())).isZero();
      assertThat(Histories.list(bob, "missed", true)).isEmpty();
    }

    @Test
    void areCountedOnceForAllDevices() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.user().connect("tablet");
      Calls.hangUp(alice, Calls.ring(alice, bob));
      Calls.hangUp(alice, Calls.ring(alice, bob));

      Histories.awaitMissed(bob.user(), 2);

      assertThat(bob.user().connect("other").session().path("missedCalls").asInt()).isEqualTo(2);
    }

    @Test
    void ofAGroupAreThoseOfWhoDidNotCome() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob);
      Groups.accept(callId, alice, bob, List.of());

      alice.ok("call.add", "callId", callId, "to", List.of(carol.userId()));
      carol.expectEvent("call.ended", callId);
      alice.ok("call.hangup", "callId", callId, "everyone", true);

      Histories.awaitMissed(carol.user(), 1);
      assertThat(Histories.missed(bob.user())).isZero();
    }
  }

  @Nested
  @DisplayName("history.seen")
  class Seen {
    @Test
    void clearsTheMissedCallsForAllDevices() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.hangUp(alice, Calls.ring(alice, bob));
      Histories.awaitMissed(bob.user(), 1);

      bob.ok("history.seen", "upTo", Histories.list(bob).getFirst().path("startedAt").asLong());

      assertThat(Histories.missed(bob.user())).isZero();
      assertThat(Histories.list(bob, "missed", true)).hasSize(1);
    }

    @Test
    void leavesThoseThatCameLater() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.hangUp(alice, Calls.ring(alice, bob));
      long first = Histories.await(bob, 1).getFirst().path("startedAt").asLong();
      Calls.hangUp(alice, Calls.ring(alice, bob));
      Histories.awaitMissed(bob.user(), 2);

      bob.ok("history.seen", "upTo", first);

      assertThat(Histories.missed(bob.user())).isEqualTo(1);
    }

    @Test
    void isForOneUserAlone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      Calls.hangUp(alice, Calls.ring(alice, bob));
      Calls.hangUp(alice, Calls.ring(alice, carol));
      Histories.awaitMissed(bob.user(), 1);
      Histories.awaitMissed(carol.user(), 1);

      bob.ok("history.seen", "upTo", bob.session().path("serverTime").asLong() + 60_000);

      assertThat(Histories.missed(bob.user())).isZero();
      assertThat(Histories.missed(carol.user())).isEqualTo(1);
    }

    @Test
    void withoutATimeIsABadRequest() {
      TestClient bob = SERVER.connect("bob");

      assertThat(bob.error("history.seen")).isEqualTo("bad_request");
      assertThat(bob.error("history.seen", "upTo", -1)).isEqualTo("bad_request");
    }
  }

  @Nested
  @DisplayName("a record is right also")
  class Broken {
    @Test
    void whenAPartyWasLost() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      bob.drop();
      Groups.expectEnded(callId, "connection_lost", alice);

      for (TestClient user : List.of(alice, bob.user().connect("phone"))) {
        JsonNode entry = Histories.await(user, callId);
        assertThat(entry.path("outcome").asText()).isEqualTo("answered");
        assertThat(entry.path("durationMs").asLong()).isPositive();
      }
    }

    @Test
    void whenAllPartiesWereLost() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.drop();
      bob.drop();

      TestClient later = alice.user().connect("tablet");
      assertThat(Histories.await(later, callId).path("outcome").asText()).isEqualTo("answered");
    }

    @Test
    void whenTheCallerWasLostWhileItRang() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob, "ringTimeoutMs", 60_000);

      alice.drop();
      bob.expectEvent("call.ended", callId);

      assertThat(Histories.await(bob, callId).path("direction").asText()).isEqualTo("incoming");
      Histories.awaitMissed(bob.user(), 1);
    }
  }

  @Nested
  @DisplayName("what is kept over a restart")
  class Restart {
    @RegisterExtension static final ServerUnderTest RESTARTED = ServerUnderTest.ofItsOwn();

    @Test
    void areRecordsMissedCallsAndBlocks() {
      TestClient alice = RESTARTED.connect("alice");
      TestClient bob = RESTARTED.connect("bob");
      TestClient mallory = RESTARTED.connect("mallory");
      String answered = Calls.connect(alice, bob);
      Calls.hangUp(alice, answered);
      String missed = Calls.ring(alice, bob);
      Calls.hangUp(alice, missed);
      bob.ok("user.block", "userId", mallory.userId());
      Histories.await(bob, 2);

      RESTARTED.restart();

      TestClient again = bob.user().connect("phone");
      assertThat(again.session().path("missedCalls").asInt()).isEqualTo(1);
      assertThat(Histories.callIds(Histories.list(again))).containsExactly(missed, answered);
      assertThat(again.ok("user.blocked").path("users"))
          .containsExactly(Json.text(mallory.userId()));
      Calls.invite(mallory.user().connect("phone"), bob.userId());
      again.expectNoEvent();
    }
  }
}
