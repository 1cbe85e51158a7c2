package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Section 3, what time does to a call: the ring timeout (rule 6) and the grace after a drop (rule
 * 7), on a server whose times are three seconds. Where nothing must happen, a second call whose
 * time began later serves as the clock.
 */
@DisplayName("3 Calls: timeouts and grace")
class CallTimingConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.impatient();

  @Nested
  @DisplayName("ring timeout")
  class RingTimeout {
    @Test
    void tellsTheCallerNoAnswerAndEndsTheCallForAll() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.ring(alice, phone);
      long expiresAt = Calls.get(alice, callId).path("expiresAt").asLong();

      Event noAnswer = alice.expectNext();

      assertThat(noAnswer.type()).isEqualTo("call.noAnswer");
      assertThat(noAnswer.text("userId")).isEqualTo(phone.userId());
      assertThat(noAnswer.ts()).isGreaterThanOrEqualTo(expiresAt);
      assertThat(alice.expectNext().text("reason")).isEqualTo("no_answer");
      for (TestClient told : new TestClient[] {phone, tablet}) {
        assertThat(told.expectEvent("call.ended", callId).text("reason")).isEqualTo("no_answer");
      }
    }

    @Test
    void firesForACallThatADeviceSaidToBeRinging() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      bob.ok("call.ringing", "callId", callId);

      assertThat(alice.expectEvent("call.ended", callId).text("reason")).isEqualTo("no_answer");
    }

    @Test
    void ofTheInvitationGoesBeforeTheConfiguredOne() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String patient = Calls.ring(alice, bob, "ringTimeoutMs", 10_000);
      String clock = Calls.ring(carol, dave);
      carol.expectEvent("call.ended", clock);

      assertThat(Calls.state(alice, patient)).isEqualTo("ringing");
      assertThat(alice.expectEvent("call.ended", patient).text("reason")).isEqualTo("no_answer");
    }

    @Test
    void isOverWhenTheCallIsAccepted() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Calls.ring(alice, bob);
      bob.ok("call.accept", "callId", callId);
      String clock = Calls.ring(carol, dave);
      carol.expectEvent("call.ended", clock);

      assertThat(Calls.state(alice, callId)).isEqualTo("active");
      alice.expectNoEventOf("call.noAnswer", "call.ended");
    }

    @Test
    void leavesTheUserFreeForTheNextCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      alice.expectEvent("call.ended", Calls.ring(alice, bob));

      Calls.ring(SERVER.connect("carol"), bob);
    }
  }

  @Nested
  @DisplayName("grace after a drop")
  class Grace {
    @Test
    void passesAndThePartyLeavesWithConnectionLost() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      bob.drop();

      Event reconnecting = alice.expectEvent("call.partyReconnecting", callId);
      Event ended = alice.expectEvent("call.ended", callId);
      assertThat(ended.text("reason")).isEqualTo("connection_lost");
      assertThat(ended.ts() - reconnecting.ts()).isGreaterThanOrEqualTo(2_900);
      JsonNode recentlyEnded = bob.user().connect("phone").session().path("recentlyEnded");
      assertThat(recentlyEnded.path(0).path("callId").asText()).isEqualTo(callId);
      assertThat(recentlyEnded.path(0).path("reason").asText()).isEqualTo("connection_lost");
    }

    @Test
    void endsACallThatBothHaveLost() {
      TestClient alice = SERVER.connect("alice");
      TestClient tablet = alice.user().connect("tablet");
      TestClient bob = SERVER.connect("bob");
      Calls.connect(alice, bob);
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String clock = Calls.connect(carol, dave);

      alice.drop();
      bob.drop();
      dave.drop();
      carol.expectEvent("call.ended", clock);

      Awaitility.await().atMost(Inbox.PATIENCE).until(() -> Calls.list(tablet).isEmpty());
    }

    @Test
    void isOverWhenTheDeviceIsBack() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Calls.connect(alice, bob);
      String clock = Calls.connect(carol, dave);
      bob.drop();
      TestClient again = bob.user().connect("phone");
      dave.drop();
      carol.expectEvent("call.ended", clock);

      assertThat(Calls.state(again, callId)).isEqualTo("active");
      alice.expectNoEventOf("call.ended");
    }

    @Test
    void isNotBegunByTheLateDropOfAReplacedSocket() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Calls.connect(alice, bob);
      String clock = Calls.connect(carol, dave);
      TestClient newer = bob.user().connect("phone");
      bob.expectClose(4409);
      dave.drop();
      carol.expectEvent("call.ended", clock);

      assertThat(Calls.state(newer, callId)).isEqualTo("active");
      alice.expectNoEventOf("call.ended", "call.partyReconnecting");
    }

    @Test
    void ofTheCallerWhileItRingsEndsTheCallForTheCallee() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob, "ringTimeoutMs", 60_000);

      alice.drop();

      bob.expectEvent("call.ended", callId);
      assertThat(Calls.list(bob)).isEmpty();
    }
  }
}
