package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Section 3, rows {@code call.accept}, {@code call.reject}, {@code call.hangup} and their events.
 */
@DisplayName("3 Calls: accept, reject, cancel, hangup")
class CallAnswerConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.accept")
  class Accept {
    @Test
    void tellsTheCallerWhoAcceptedWithAnswerAndUserInfo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      ObjectNode userInfo = Json.object("mood", "good");
      String callId = Calls.ring(alice, bob, "description", Sdp.offer());

      bob.ok("call.accept", "callId", callId, "description", Sdp.answer(), "userInfo", userInfo);

      Event accepted = alice.expectEvent("call.accepted", callId);
      assertThat(accepted.text("userId")).isEqualTo(bob.userId());
      assertThat(accepted.text("deviceId")).isEqualTo("phone");
      assertThat(accepted.data().path("description")).isEqualTo(Sdp.answer());
      assertThat(accepted.data().path("userInfo")).isEqualTo(userInfo);
    }

    @Test
    void withoutAnswerOrUserInfoBringsNone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      bob.ok("call.accept", "callId", callId);

      Event accepted = alice.expectEvent("call.accepted", callId);
      assertThat(accepted.data().has("description")).isFalse();
      assertThat(accepted.data().has("userInfo")).isFalse();
    }

    @Test
    void makesTheCallActiveWithTheAcceptorBehindTheCreator() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      bob.ok("call.accept", "callId", callId);

      JsonNode view = Calls.get(alice, callId);
      Calls.assertCallView(view, callId);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(view.path("startedAt").asLong())
          .isGreaterThanOrEqualTo(view.path("createdAt").asLong());
      assertThat(Calls.partyUsers(view)).containsExactly(alice.userId(), bob.userId());
      JsonNode party = Calls.party(view, bob.userId());
      assertThat(party.path("deviceId").asText()).isEqualTo("phone");
      assertThat(party.path("state").asText()).isEqualTo("connecting");
    }

    @Test
    void withoutCallRingingBeforeItIsTakenToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      bob.ok("call.accept", "callId", callId);

      assertThat(alice.expectNext().type()).isEqualTo("call.accepted");
    }

    @Test
    void tellsTheOtherDevicesOfThatUser() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.ring(alice, phone);

      phone.ok("call.accept", "callId", callId);

      Event elsewhere = tablet.expectEvent("call.handledElsewhere", callId);
      assertThat(elsewhere.text("outcome")).isEqualTo("accepted");
      assertThat(elsewhere.text("deviceId")).isEqualTo("phone");
      phone.expectNoEventOf("call.handledElsewhere");
    }

    @Test
    void ofALoserIsAnsweredElsewhere() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.ring(alice, phone);
      phone.ok("call.accept", "callId", callId);

      assertThat(tablet.error("call.accept", "callId", callId)).isEqualTo("answered_elsewhere");

      assertThat(Calls.party(Calls.get(alice, callId), phone.userId()).path("deviceId").asText())
          .isEqualTo("phone");
      alice.expectEvent("call.accepted", callId);
      alice.expectNoEventOf("call.accepted");
    }

    @Test
    void ofTwoDevicesAtOnceHasOneWinner() {
      for (int round = 0; round < 10; round++) {
        TestClient alice = SERVER.connect("alice");
        TestClient phone = SERVER.connect("bob");
        TestClient tablet = phone.user().connect("tablet");
        String callId = Calls.ring(alice, phone);

        String ofPhone = phone.send("call.accept", "callId", callId);
        String ofTablet = tablet.send("call.accept", "callId", callId);
        boolean phoneWon = phone.reply(ofPhone).isOk();
        Reply tabletReply = tablet.reply(ofTablet);

        assertThat(tabletReply.isOk()).isNotEqualTo(phoneWon);
        TestClient winner = phoneWon ? phone : tablet;
        TestClient loser = phoneWon ? tablet : phone;
        assertThat(alice.expectEvent("call.accepted", callId).text("deviceId"))
            .isEqualTo(winner.device());
        assertThat(loser.expectEvent("call.handledElsewhere", callId).text("deviceId"))
            .isEqualTo(winner.device());
      }
    }

    @Test
    void afterTheCallerCancelledIsCallEnded() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      alice.ok("call.hangup", "callId", callId);

      assertThat(bob.error("call.accept", "callId", callId)).isEqualTo("call_ended");
    }
  }

  @Nested
  @DisplayName("call.reject")
  class Reject {
    @ParameterizedTest
    @CsvSource({",declined", "declined,declined", "busy,busy"})
    void tellsTheCallerAndEndsTheCall(String reason, String expected) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      bob.ok("call.reject", rejection(callId, reason));

      Event rejected = alice.expectNext();
      assertThat(rejected.type()).isEqualTo("call.rejected");
      assertThat(rejected.text("userId")).isEqualTo(bob.userId());
      assertThat(rejected.text("reason")).isEqualTo(expected);
      Event ended = alice.expectNext();
      assertThat(ended.type()).isEqualTo("call.ended");
      assertThat(ended.text("reason")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"declined", "busy"})
    void stopsAllDevicesOfThisUser(String reason) {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.ring(alice, phone);
      tablet.expectEvent("call.invited", callId);

      phone.ok("call.reject", "callId", callId, "reason", reason);

      Event elsewhere = tablet.expectEvent("call.handledElsewhere", callId);
      assertThat(elsewhere.text("outcome")).isEqualTo(reason);
      assertThat(elsewhere.text("deviceId")).isEqualTo("phone");
      assertThat(phone.expectEvent("call.ended", callId).text("reason")).isEqualTo(reason);
      tablet.expectNoEventOf("call.ended");
    }

    @Test
    void bringsTheUserInfo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      ObjectNode userInfo = Json.object("later", "in ten minutes");
      String callId = Calls.ring(alice, bob);

      bob.ok("call.reject", "callId", callId, "userInfo", userInfo);

      assertThat(alice.expectEvent("call.rejected", callId).data().path("userInfo"))
          .isEqualTo(userInfo);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnd", "bored", "hangup", ""})
    void withAnyOtherReasonIsABadRequest(String reason) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      assertThat(bob.error("call.reject", "callId", callId, "reason", reason))
          .isEqualTo("bad_request");
      assertThat(Calls.state(alice, callId)).isEqualTo("ringing");
    }

    private static Object[] rejection(String callId, String reason) {
      return reason == null
          ? new Object[] {"callId", callId}
          : new Object[] {"callId", callId, "reason", reason};
    }
  }

  @Nested
  @DisplayName("call.hangup")
  class Hangup {
    @Test
    void ofTheCallerBeforeTheAnswerCancels() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.ring(alice, phone);

      alice.ok("call.hangup", "callId", callId);

      for (TestClient told : new TestClient[] {alice, phone, tablet}) {
        assertThat(told.expectEvent("call.ended", callId).text("reason")).isEqualTo("cancelled");
      }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofEitherPartyEndsTheCallForBoth(boolean byTheCaller) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      (byTheCaller ? alice : bob).ok("call.hangup", "callId", callId);

      for (TestClient told : new TestClient[] {alice, bob}) {
        Event ended = told.expectEvent("call.ended", callId);
        assertThat(ended.text("reason")).isEqualTo("hangup");
        assertThat(ended.data().path("durationMs").asLong()).isNotNegative();
      }
      assertThat(Calls.list(alice)).isEmpty();
      assertThat(Calls.list(bob)).isEmpty();
    }

    @Test
    void bringsTheUserInfo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      ObjectNode userInfo = Json.object("stars", 5);
      String callId = Calls.connect(alice, bob);

      alice.ok("call.hangup", "callId", callId, "userInfo", userInfo);

      assertThat(bob.expectEvent("call.ended", callId).data().path("userInfo")).isEqualTo(userInfo);
    }

    @Test
    void mayNameItsReason() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok("call.hangup", "callId", callId, "reason", "media_failed");

      assertThat(bob.expectEvent("call.ended", callId).text("reason")).isEqualTo("media_failed");
    }

    @Test
    void isToldToNoSessionThatWasNeverToldOfTheCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient desktop = alice.user().connect("desktop");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      bob.ok("call.hangup", "callId", callId);

      alice.expectEvent("call.ended", callId);
      desktop.expectNoEvent();
    }

    @Test
    void isNotToldToADeviceThatGotHandledElsewhere() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.ring(alice, phone);
      phone.ok("call.accept", "callId", callId);
      tablet.expectEvent("call.handledElsewhere", callId);

      alice.ok("call.hangup", "callId", callId);

      phone.expectEvent("call.ended", callId);
      tablet.expectNoEventOf("call.ended");
    }
  }
}
