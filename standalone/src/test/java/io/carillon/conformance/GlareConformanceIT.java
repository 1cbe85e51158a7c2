package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, rule 3: two users who invite each other. */
@DisplayName("3 Calls: rule 3, glare")
class GlareConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("where the call that rings has the lower id")
  class TheOlderStays {
    @Test
    void theNewInviteIsAnsweredWithTheSurvivorsView() {
      Crossing crossing = new Crossing();
      String survivor = crossing.ringWith(crossing.lower);

      JsonNode view = crossing.inviteBackWith(crossing.higher).ok();

      Calls.assertCallView(view, survivor);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(Calls.partyUsers(view))
          .containsExactly(crossing.bob.userId(), crossing.alice.userId());
      assertThat(Calls.list(crossing.alice)).containsExactly(survivor);
      assertThat(Calls.list(crossing.bob)).containsExactly(survivor);
    }

    @Test
    void theDeviceThatMadeTheOtherIsToldOfItsEndAndThenThatItHasAccepted() {
      Crossing crossing = new Crossing();
      String survivor = crossing.ringWith(crossing.lower);

      crossing.inviteBackWith(crossing.higher).ok();

      crossing.assertBecomesTheCallee(crossing.alice, crossing.higher, survivor);
    }

    @Test
    void theOtherCallerIsToldAcceptedAndOfNoOtherCall() {
      Crossing crossing = new Crossing();
      String survivor = crossing.ringWith(crossing.lower);

      crossing.inviteBackWith(crossing.higher).ok();

      Event accepted = Groups.expectFrom(crossing.bob, "call.accepted", survivor, crossing.alice);
      assertThat(accepted.text("deviceId")).isEqualTo("phone");
      assertThat(accepted.data().has("description")).isFalse();
      crossing.bob.expectNoEvent();
    }

    @Test
    void theOtherDevicesOfTheCalleeAreToldHandledElsewhere() {
      Crossing crossing = new Crossing();
      TestClient tablet = crossing.alice.user().connect("tablet");
      String survivor = crossing.ringWith(crossing.lower);
      tablet.expectEvent("call.invited", survivor);

      crossing.inviteBackWith(crossing.higher).ok();

      Event elsewhere = tablet.expectEvent("call.handledElsewhere", survivor);
      assertThat(elsewhere.text("outcome")).isEqualTo("accepted");
      assertThat(elsewhere.text("deviceId")).isEqualTo("phone");
    }

    @Test
    void theCalleeAnswersByMediaDescription() {
      Crossing crossing = new Crossing();
      String survivor = crossing.ringWith(crossing.lower);
      crossing.inviteBackWith(crossing.higher).ok();
      crossing.bob.expectEvent("call.accepted", survivor);

      crossing.alice.ok(
          "media.description",
          MediaMessages.description(survivor, crossing.bob.address(), Sdp.answer()));

      Event answer = crossing.bob.expectEvent("media.description", survivor);
      assertThat(answer.data().path("from")).isEqualTo(crossing.alice.address());
      assertThat(answer.data().path("description")).isEqualTo(Sdp.answer());
    }
  }

  @Nested
  @DisplayName("where the new call has the lower id")
  class TheNewerStays {
    @Test
    void theNewInviteIsAnsweredWithItsOwnViewWhichIsAccepted() {
      Crossing crossing = new Crossing();
      crossing.ringWith(crossing.higher);

      JsonNode view = crossing.inviteBackWith(crossing.lower).ok();

      Calls.assertCallView(view, crossing.lower);
      Event accepted =
          Groups.expectFrom(crossing.alice, "call.accepted", crossing.lower, crossing.bob);
      assertThat(accepted.text("deviceId")).isEqualTo("phone");
      assertThat(Calls.state(crossing.alice, crossing.lower)).isEqualTo("active");
      assertThat(Calls.list(crossing.alice)).containsExactly(crossing.lower);
      assertThat(Calls.list(crossing.bob)).containsExactly(crossing.lower);
    }

    @Test
    void theDeviceThatMadeTheOtherIsToldOfItsEndAndThenThatItHasAccepted() {
      Crossing crossing = new Crossing();
      crossing.ringWith(crossing.higher);

      crossing.inviteBackWith(crossing.lower).ok();

      crossing.assertBecomesTheCallee(crossing.bob, crossing.higher, crossing.lower);
      crossing.bob.expectNoEvent();
    }

    @Test
    void everyDeviceThatRangForTheOtherIsToldThatItWasReplaced() {
      Crossing crossing = new Crossing();
      TestClient tablet = crossing.alice.user().connect("tablet");
      crossing.ringWith(crossing.higher);
      tablet.expectEvent("call.invited", crossing.higher);

      crossing.inviteBackWith(crossing.lower).ok();

      Groups.expectEnded(crossing.higher, "replaced", crossing.alice, tablet);
      tablet.expectNoEvent();
    }

    @Test
    void noOtherDeviceOfTheCalleeRingsOn() {
      Crossing crossing = new Crossing();
      TestClient tablet = crossing.bob.user().connect("tablet");
      crossing.ringWith(crossing.higher);

      crossing.inviteBackWith(crossing.lower).ok();
      crossing.alice.expectEvent("call.accepted", crossing.lower);

      tablet.settle();
      boolean rung =
          !tablet
              .inbox()
              .peek(frame -> frame.path("type").asText().equals("call.invited"))
              .isEmpty();
      if (rung) {
        tablet.expectEvent("call.handledElsewhere", crossing.lower);
      }
    }

    @Test
    void theCalleeAnswersByMediaDescription() {
      Crossing crossing = new Crossing();
      crossing.ringWith(crossing.higher);
      crossing.inviteBackWith(crossing.lower).ok();
      crossing.bob.expectEvent("call.accepted", crossing.lower);

      crossing.bob.ok(
          "media.description",
          MediaMessages.description(crossing.lower, crossing.alice.address(), Sdp.answer()));

      assertThat(
              crossing
                  .alice
                  .expectEvent("media.description", crossing.lower)
                  .data()
                  .path("description"))
          .isEqualTo(Sdp.answer());
    }

    @Test
    void whatTheCallerSentBeforeIsNotLost() {
      Crossing crossing = new Crossing();
      crossing.ringWith(crossing.higher);

      String invite =
          crossing.alice.send(
              "call.invite",
              Calls.fields(
                  Json.with(
                      Calls.invitation(crossing.lower, crossing.bob.userId()),
                      "description",
                      Sdp.offer())));
      String candidates =
          crossing.alice.send(
              "media.candidates",
              MediaMessages.candidates(
                  crossing.lower, Json.object("userId", crossing.bob.userId()), Sdp.candidate(1)));
      crossing.alice.reply(invite).ok();
      crossing.alice.reply(candidates).ok();

      Event early = crossing.bob.expectEvent("media.candidates", crossing.lower);
      assertThat(early.data().path("candidates").path(0)).isEqualTo(Sdp.candidate(1));
    }
  }

  @Nested
  @DisplayName("whoever was first")
  class Any {
    @Test
    void bothInvitesAtOnceMakeOneCall() {
      for (int round = 0; round < 20; round++) {
        Crossing crossing = new Crossing();
        String ofAlice = crossing.send(crossing.alice, crossing.bob, crossing.lower);
        String ofBob = crossing.send(crossing.bob, crossing.alice, crossing.higher);

        crossing.alice.reply(ofAlice).ok();
        crossing.bob.reply(ofBob).ok();

        Groups.expectFrom(crossing.alice, "call.accepted", crossing.lower, crossing.bob);
        crossing.assertBecomesTheCallee(crossing.bob, crossing.higher, crossing.lower);
        for (TestClient party : List.of(crossing.alice, crossing.bob)) {
          assertThat(Calls.list(party)).containsExactly(crossing.lower);
          assertThat(Calls.state(party, crossing.lower)).isEqualTo("active");
        }
      }
    }

    @Test
    void theLoserIsEndedReplaced() {
      Crossing crossing = new Crossing();
      crossing.ringWith(crossing.lower);
      crossing.inviteBackWith(crossing.higher).ok();
      crossing.alice.expectEvent("call.ended", crossing.higher);

      JsonNode view = Calls.get(crossing.alice, crossing.higher);

      assertThat(view.path("state").asText()).isEqualTo("ended");
      assertThat(view.path("end").path("reason").asText()).isEqualTo("replaced");
    }

    @Test
    void anInviteThatIsSentAgainIsTheSurvivorAgain() {
      Crossing crossing = new Crossing();
      String survivor = crossing.ringWith(crossing.lower);
      crossing.inviteBackWith(crossing.higher).ok();
      crossing.alice.expectEvent("call.accepted", survivor);

      JsonNode view = crossing.inviteBackWith(crossing.higher).ok();

      assertThat(view.path("callId").asText()).isIn(survivor, crossing.higher);
      assertThat(Calls.list(crossing.alice)).containsExactly(survivor);
      assertThat(Calls.list(crossing.bob)).containsExactly(survivor);
    }

    @Test
    void anInvitationByADeviceOfTheUserThatDoesNotRingIsGlareToo() {
      Crossing crossing = new Crossing();
      String survivor = crossing.ringWith(crossing.lower);
      TestClient tablet = crossing.alice.user().connect("tablet");
      tablet.expectEvent("call.invited", survivor);

      Calls.tryInvite(tablet, crossing.higher, crossing.bob.userId(), "description", Sdp.offer())
          .ok();

      assertThat(crossing.bob.expectEvent("call.accepted", survivor).text("deviceId"))
          .isEqualTo("tablet");
      assertThat(crossing.alice.expectEvent("call.handledElsewhere", survivor).text("deviceId"))
          .isEqualTo("tablet");
    }

    @Test
    void anInvitationOfAThirdUserIsNoGlare() {
      Crossing crossing = new Crossing();
      String ringing = crossing.ringWith(crossing.lower);
      TestClient carol = SERVER.connect("carol");

      String callId = Calls.ring(crossing.alice, carol);

      assertThat(Calls.list(crossing.alice)).containsExactlyInAnyOrder(ringing, callId);
      crossing.bob.expectNoEvent();
    }
  }

  /** Bob rings Alice, who invites him back: by call ids of which one is the lower. */
  private static final class Crossing {
    final TestClient alice = SERVER.connect("alice");
    final TestClient bob = SERVER.connect("bob");
    final String lower;
    final String higher;

    Crossing() {
      List<String> ids = Stream.of(Calls.newCallId(), Calls.newCallId()).sorted().toList();
      lower = ids.getFirst();
      higher = ids.getLast();
    }

    /** Bob invites Alice, whose phone has taken the invitation. */
    String ringWith(String callId) {
      Calls.tryInvite(bob, callId, alice.userId(), "description", offerOf(bob)).ok();
      alice.expectEvent("call.invited", callId);
      return callId;
    }

    Reply inviteBackWith(String callId) {
      return Calls.tryInvite(alice, callId, bob.userId(), "description", offerOf(alice));
    }

    String send(TestClient caller, TestClient callee, String callId) {
      return caller.send(
          "call.invite",
          Calls.fields(
              Json.with(
                  Calls.invitation(callId, callee.userId()), "description", offerOf(caller))));
    }

    /** One that the other's offer is not mistaken for. */
    private ObjectNode offerOf(TestClient caller) {
      return Sdp.offerOf(caller == alice ? 1_000 : 2_000);
    }

    void assertBecomesTheCallee(TestClient callee, String loser, String survivor) {
      Event ended = callee.expectEvent("call.ended", loser);
      assertThat(ended.text("reason")).isEqualTo("replaced");
      Event accepted = callee.expectEvent("call.accepted", survivor);
      assertThat(accepted.seq()).isGreaterThan(ended.seq());
      Calls.assertCallView(accepted.data().path("call"), survivor);
      assertThat(accepted.data().path("description"))
          .isEqualTo(offerOf(callee == alice ? bob : alice));
    }
  }
}
