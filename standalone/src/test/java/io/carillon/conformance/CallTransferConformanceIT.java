package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, row {@code call.transfer} and rule 9. */
@DisplayName("3 Calls: rule 9, call.transfer between own devices")
class CallTransferConformanceIT {
  private static final Duration LONGER_THAN_PENDING = Duration.ofSeconds(40);

  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("pending")
  class Pending {
    @Test
    void isToldToTheDeviceThatIsToTakeOver() {
      Scene scene = new Scene();

      scene.phone.ok("call.transfer", "callId", scene.callId, "toDevice", "laptop");

      Event transferred = scene.laptop.expectEvent("call.transferred", scene.callId);
      JsonNode call = transferred.data().path("call");
      Calls.assertCallView(call, scene.callId);
      assertThat(call.path("state").asText()).isEqualTo("active");
      assertThat(Calls.party(call, scene.phone.userId()).path("deviceId").asText())
          .isEqualTo("phone");
    }

    @Test
    void leavesTheOldDeviceInAndTheOthersUntold() {
      Scene scene = new Scene();

      scene.transfer();

      scene.alice.ok(
          "media.candidates",
          MediaMessages.candidates(scene.callId, scene.phone.address(), Sdp.candidate(1)));
      scene.phone.expectEvent("media.candidates", scene.callId);
      scene.phone.ok(
          "media.candidates",
          MediaMessages.candidates(scene.callId, scene.alice.address(), Sdp.candidate(2)));
      scene.alice.expectEvent("media.candidates", scene.callId);
      scene.alice.expectNoEvent();
      assertThat(scene.deviceInCall()).isEqualTo("phone");
    }

    @Test
    void endsWithTheCall() {
      Scene scene = new Scene();
      scene.transfer();

      scene.alice.ok("call.hangup", "callId", scene.callId);

      Groups.expectEnded(scene.callId, "hangup", scene.alice, scene.phone);
      scene.laptop.expectEvent("call.ended", scene.callId);
    }

    @Test
    void isNotForAThirdDeviceToAccept() {
      Scene scene = new Scene();
      TestClient tablet = scene.phone.user().connect("tablet");
      scene.transfer();

      assertThat(tablet.request("call.accept", "callId", scene.callId).isOk()).isFalse();

      assertThat(scene.deviceInCall()).isEqualTo("phone");
      scene.alice.expectNoEvent();
    }

    @Test
    void endsAfter20SecondsWithNoAnswer() {
      Scene scene = new Scene();
      long asked = System.nanoTime();
      scene.transfer();

      Event noAnswer = scene.phone.expectEvent("call.noAnswer", scene.callId, LONGER_THAN_PENDING);

      assertThat((System.nanoTime() - asked) / 1_000_000).isGreaterThan(19_000);
      assertThat(noAnswer.text("userId")).isEqualTo(scene.phone.userId());
      Groups.expectEnded(scene.callId, "no_answer", scene.laptop);
      assertThat(scene.laptop.request("call.accept", "callId", scene.callId).isOk()).isFalse();
      assertThat(scene.deviceInCall()).isEqualTo("phone");
      scene.alice.expectNoEvent();
    }
  }

  @Nested
  @DisplayName("accepted")
  class Accepted {
    @Test
    void tellsTheOthersPartyJoinedWithTheDeviceThatItReplaces() {
      Scene scene = new Scene();
      int before = scene.instance();
      scene.transfer();

      JsonNode view = scene.laptop.ok("call.accept", "callId", scene.callId);

      Event joined = Groups.expectFrom(scene.alice, "call.partyJoined", scene.callId, scene.phone);
      assertThat(joined.text("deviceId")).isEqualTo("laptop");
      assertThat(joined.text("replaces")).isEqualTo("phone");
      assertThat(joined.data().path("instance").asInt()).isEqualTo(before + 1);
      JsonNode party = Calls.party(view, scene.phone.userId());
      assertThat(party.path("deviceId").asText()).isEqualTo("laptop");
      assertThat(party.path("instance").asInt()).isEqualTo(before + 1);
      assertThat(party.path("state").asText()).isEqualTo("connecting");
    }

    @Test
    void tellsTheOldDeviceHandledElsewhere() {
      Scene scene = new Scene();
      scene.transfer();

      scene.laptop.ok("call.accept", "callId", scene.callId);

      Event elsewhere = scene.phone.expectEvent("call.handledElsewhere", scene.callId);
      assertThat(elsewhere.text("outcome")).isEqualTo("accepted");
      assertThat(elsewhere.text("deviceId")).isEqualTo("laptop");
      scene.laptop.expectNoEventOf("call.handledElsewhere");
    }

    @Test
    void letsTheNewDeviceOffer() {
      Scene scene = new Scene();
      scene.transfer();
      scene.laptop.ok("call.accept", "callId", scene.callId);

      scene.laptop.ok(
          "media.description",
          MediaMessages.description(scene.callId, scene.alice.address(), Sdp.offer()));

      Event offer = scene.alice.expectEvent("media.description", scene.callId);
      assertThat(offer.data().path("from")).isEqualTo(scene.laptop.address());
      scene.alice.ok(
          "media.description",
          MediaMessages.description(scene.callId, scene.laptop.address(), Sdp.answer()));
      scene.laptop.expectEvent("media.description", scene.callId);
    }

    @Test
    void takesTheOldDeviceOut() {
      Scene scene = new Scene();
      scene.transfer();
      scene.laptop.ok("call.accept", "callId", scene.callId);
      scene.phone.expectEvent("call.handledElsewhere", scene.callId);

      assertThat(
              scene
                  .phone
                  .request(
                      "media.description",
                      MediaMessages.description(scene.callId, scene.alice.address(), Sdp.offer()))
                  .isOk())
          .isFalse();
      scene.phone.request("call.hangup", "callId", scene.callId);
      scene.phone.drop();

      assertThat(Calls.state(scene.alice, scene.callId)).isEqualTo("active");
      scene.alice.expectNoEventOf(
          "media.description", "call.ended", "call.partyLeft", "call.partyReconnecting");
    }

    @Test
    void makesTheNewDeviceTheOneThatHangsUp() {
      Scene scene = new Scene();
      scene.transfer();
      scene.laptop.ok("call.accept", "callId", scene.callId);
      scene.phone.expectEvent("call.handledElsewhere", scene.callId);

      scene.laptop.ok("call.hangup", "callId", scene.callId);

      Groups.expectEnded(scene.callId, "hangup", scene.laptop, scene.alice);
      scene.phone.expectNoEventOf("call.ended");
    }

    @Test
    void isOkAgainForTheNewDevice() {
      Scene scene = new Scene();
      scene.transfer();
      JsonNode first = scene.laptop.ok("call.accept", "callId", scene.callId);
      scene.alice.expectEvent("call.partyJoined", scene.callId);

      JsonNode again = scene.laptop.ok("call.accept", "callId", scene.callId);

      assertThat(again.path("parties")).isEqualTo(first.path("parties"));
      scene.alice.expectNoEvent();
    }

    @Test
    void mayBeFollowedByTheWayBack() {
      Scene scene = new Scene();
      scene.transfer();
      scene.laptop.ok("call.accept", "callId", scene.callId);
      scene.phone.expectEvent("call.handledElsewhere", scene.callId);
      scene.alice.expectEvent("call.partyJoined", scene.callId);

      scene.laptop.ok("call.transfer", "callId", scene.callId, "toDevice", "phone");
      scene.phone.expectEvent("call.transferred", scene.callId);
      scene.phone.ok("call.accept", "callId", scene.callId);

      assertThat(scene.alice.expectEvent("call.partyJoined", scene.callId).text("replaces"))
          .isEqualTo("laptop");
      assertThat(scene.deviceInCall()).isEqualTo("phone");
    }

    @Test
    void inAGroupTellsAllOthers() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient laptop = phone.user().connect("laptop");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, phone, carol);
      laptop.expectEvent("call.handledElsewhere", callId);
      phone.ok("call.transfer", "callId", callId, "toDevice", "laptop");
      laptop.expectEvent("call.transferred", callId);

      laptop.ok("call.accept", "callId", callId);

      for (TestClient told : List.of(alice, carol)) {
        assertThat(Groups.expectFrom(told, "call.partyJoined", callId, phone).text("replaces"))
            .isEqualTo("phone");
        told.expectNoEventOf("call.partyLeft");
      }
    }

    @Test
    void mayBeOfTheCallersPart() {
      TestClient phone = SERVER.connect("alice");
      TestClient laptop = phone.user().connect("laptop");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(phone, bob);

      phone.ok("call.transfer", "callId", callId, "toDevice", "laptop");
      laptop.expectEvent("call.transferred", callId);
      laptop.ok("call.accept", "callId", callId);

      Event joined = Groups.expectFrom(bob, "call.partyJoined", callId, phone);
      assertThat(joined.text("deviceId")).isEqualTo("laptop");
      assertThat(joined.text("replaces")).isEqualTo("phone");
      phone.expectEvent("call.handledElsewhere", callId);
    }
  }

  @Nested
  @DisplayName("rejected")
  class Rejected {
    @Test
    void tellsTheOldDeviceAndTheCallGoesOnThere() {
      Scene scene = new Scene();
      scene.transfer();

      scene.laptop.ok("call.reject", "callId", scene.callId);

      Event rejected = scene.phone.expectEvent("call.rejected", scene.callId);
      assertThat(rejected.text("userId")).isEqualTo(scene.phone.userId());
      assertThat(rejected.text("deviceId")).isEqualTo("laptop");
      assertThat(rejected.text("reason")).isEqualTo("declined");
      Groups.expectEnded(scene.callId, "declined", scene.laptop);
      assertThat(scene.deviceInCall()).isEqualTo("phone");
      scene.alice.expectNoEvent();
    }

    @Test
    void letsTheOldDeviceAskAgain() {
      Scene scene = new Scene();
      scene.transfer();
      scene.laptop.ok("call.reject", "callId", scene.callId);
      scene.phone.expectEvent("call.rejected", scene.callId);

      scene.transfer();

      scene.laptop.ok("call.accept", "callId", scene.callId);
      scene.alice.expectEvent("call.partyJoined", scene.callId);
    }
  }

  @Nested
  @DisplayName("refused")
  class Refused {
    @Test
    void toADeviceThatIsNotConnectedIsInvalidState() {
      Scene scene = new Scene();
      scene.laptop.ok("bye");

      assertThat(scene.phone.error("call.transfer", "callId", scene.callId, "toDevice", "laptop"))
          .isEqualTo("invalid_state");
      assertThat(scene.phone.error("call.transfer", "callId", scene.callId, "toDevice", "nothing"))
          .isEqualTo("invalid_state");
    }

    @Test
    void toTheDeviceThatIsInIsInvalidState() {
      Scene scene = new Scene();

      assertThat(scene.phone.error("call.transfer", "callId", scene.callId, "toDevice", "phone"))
          .isEqualTo("invalid_state");
    }

    @Test
    void toTheDeviceOfAnotherUserIsInvalidState() {
      Scene scene = new Scene();
      TestClient foreign = SERVER.user("carol").connect("desk");

      assertThat(scene.phone.error("call.transfer", "callId", scene.callId, "toDevice", "desk"))
          .isEqualTo("invalid_state");

      foreign.expectNoEvent();
    }

    @Test
    void ofADeviceThatIsNotInTheCall() {
      Scene scene = new Scene();

      assertThat(scene.laptop.error("call.transfer", "callId", scene.callId, "toDevice", "laptop"))
          .isIn("not_in_call", "answered_elsewhere", "invalid_state");
      assertThat(
              SERVER
                  .connect("mallory")
                  .error("call.transfer", "callId", scene.callId, "toDevice", "laptop"))
          .isIn("not_in_call", "call_not_found");

      scene.laptop.expectNoEventOf("call.transferred");
    }

    @Test
    void whereTheCallHasEndedIsCallEnded() {
      Scene scene = new Scene();
      Calls.hangUp(scene.alice, scene.callId);

      assertThat(scene.phone.error("call.transfer", "callId", scene.callId, "toDevice", "laptop"))
          .isEqualTo("call_ended");
    }
  }

  /** Alice talks with Bob's phone; Bob's laptop has heard of it. */
  private static final class Scene {
    final TestClient alice = SERVER.connect("alice");
    final TestClient phone = SERVER.connect("bob");
    final TestClient laptop = phone.user().connect("laptop");
    final String callId = Calls.connect(alice, phone);

    Scene() {
      laptop.expectEvent("call.handledElsewhere", callId);
    }

    void transfer() {
      phone.ok("call.transfer", "callId", callId, "toDevice", "laptop");
      laptop.expectEvent("call.transferred", callId);
    }

    JsonNode party() {
      return Calls.party(Calls.get(alice, callId), phone.userId());
    }

    String deviceInCall() {
      return party().path("deviceId").asText();
    }

    int instance() {
      return party().path("instance").asInt();
    }
  }
}
