package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestateTest {
  @Test
  void whoIsRungIsInvitedAgainWithTheOffer() {
    Story story = Story.ringing();

    Decision restated = restate(story.call());

    CallEvent.Invited invited = told(restated, BOB, CallEvent.Invited.class);
    assertThat(invited.description()).isEqualTo(Story.OFFER);
    assertThat(invited.version()).isEqualTo(story.call().version());
    assertThat(told(restated, ALICE, CallEvent.State.class).call().state())
        .isEqualTo(CallState.RINGING);
    assertThat(restated.changes()).isFalse();
  }

  @Test
  void theCallerGetsTheAnswerUntilMediaIsUp() {
    Story story = Story.ringing();
    story.tell(new CallCommand.Accept(BOB, null, Story.ANSWER, story.now()));

    assertThat(told(restate(story.call()), ALICE, CallEvent.State.class).description())
        .isEqualTo(Story.ANSWER);

    story.tell(
        new CallCommand.ReportConnection(
            ALICE, new DeviceRef("bob", "phone"), PeerState.CONNECTED, story.now()));
    assertThat(told(restate(story.call()), ALICE, CallEvent.State.class).description()).isNull();
  }

  @Test
  void oneWhoseInvitationCrossedGetsTheOfferThatItIsToAnswer() {
    Story story = Story.ringing();
    story.tell(new CallCommand.Cross(BOB, story.now()));

    assertThat(told(restate(story.call()), BOB, CallEvent.State.class).description())
        .isEqualTo(Story.OFFER);
  }

  @Test
  void theOtherDevicesHearAgainThatTheInvitationIsSettled() {
    Story story = Story.ringing();
    story.tell(new CallCommand.Accept(BOB, null, Story.ANSWER, story.now()));

    assertThat(told(restate(story.call()), BOB_TABLET, CallEvent.HandledElsewhere.class).deviceId())
        .isEqualTo("phone");
  }

  @Test
  void whoKnewACallThatIsOverHearsOfItsEndAgain() {
    Story story = Story.ringing();
    story.tell(new CallCommand.Accept(BOB, null, Story.ANSWER, story.now()));
    story.tell(
        new CallCommand.Hangup(ALICE, EndReason.HANGUP, null, false, false, story.now() + 5));

    Decision restated = restate(story.call());

    for (SessionRef session : List.of(ALICE, BOB)) {
      CallEvent.Ended ended = told(restated, session, CallEvent.Ended.class);
      assertThat(ended.reason()).isEqualTo(EndReason.HANGUP);
      assertThat(ended.by()).isEqualTo("alice");
    }
    assertThat(restated.consequences())
        .contains(Consequence.UNRECORDED, Consequence.MEDIA_SESSION, Consequence.RESTATED);
  }

  @Test
  void oneSessionCanBeToldAlone() {
    Story story = Story.ringing();
    SessionRef elsewhere = new SessionRef("default", "bob", "phone", BOB.sessionId(), "elsewhere");

    Decision restated =
        CallStateMachine.decide(
            story.call(),
            new CallCommand.Restate(elsewhere, story.now()),
            MediaTerms.WITHOUT_BRIDGES);

    assertThat(restated.announcements())
        .singleElement()
        .satisfies(only -> assertThat(only.to()).containsExactly(elsewhere));
  }

  @Test
  void ofTwoHalvesTheOneThatIsOverHoldsAndAllAreTold() {
    Story story = Story.ringing();
    story.tell(new CallCommand.Accept(BOB, null, Story.ANSWER, story.now()));
    Call split = story.call();
    story.tell(new CallCommand.SetMedia(ALICE, RingSteps.flags(split.media()), story.now()));
    story.tell(
        new CallCommand.Hangup(ALICE, EndReason.HANGUP, null, false, false, story.now() + 5));
    Call over = story.call();
    Call later = split;
    for (int i = 0; i < 5; i++) {
      later =
          CallStateMachine.decide(
                  later,
                  new CallCommand.Update(BOB, RawJson.EMPTY_OBJECT, i),
                  MediaTerms.WITHOUT_BRIDGES)
              .after();
    }

    for (Call merged : List.of(over.mergedWith(later), later.mergedWith(over))) {
      assertThat(merged.state()).isEqualTo(CallState.ENDED);
      assertThat(merged.version()).isEqualTo(later.version());
      Decision settled =
          CallStateMachine.decide(
              merged, new CallCommand.Tick(story.now()), MediaTerms.WITHOUT_BRIDGES);
      assertThat(settled.after().version()).isGreaterThan(later.version());
      assertThat(settled.after().doubtful()).isFalse();
      assertThat(told(settled, BOB, CallEvent.Ended.class).version())
          .isEqualTo(settled.after().version());
    }
  }

  @Test
  void ofTwoHalvesThatLiveTheLaterOneHolds() {
    Story story = Story.ringing();
    Call before = story.call();
    story.tell(new CallCommand.Accept(BOB, null, Story.ANSWER, story.now()));

    assertThat(before.mergedWith(story.call()).state()).isEqualTo(CallState.ACTIVE);
    assertThat(story.call().mergedWith(before).state()).isEqualTo(CallState.ACTIVE);
    assertThat(story.call().mergedWith(story.call())).isEqualTo(story.call());
  }

  private static Decision restate(Call call) {
    return CallStateMachine.decide(
        call, new CallCommand.Restate(null, call.changedAt()), MediaTerms.WITHOUT_BRIDGES);
  }

  private static <E extends Event> E told(Decision decision, SessionRef session, Class<E> type) {
    return decision.announcements().stream()
        .filter(announcement -> announcement.to().contains(session))
        .map(announcement -> type.cast(announcement.event()))
        .reduce(
            (one, other) -> {
              throw new AssertionError("told twice");
            })
        .orElseThrow();
  }
}
