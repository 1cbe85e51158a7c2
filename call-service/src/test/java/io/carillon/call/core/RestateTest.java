package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.ALICE_TABLET;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static io.carillon.call.core.Story.CAROL;
import static io.carillon.call.core.Story.DAVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void whoLeftHearsAgainOfTheOwnPartAlsoOnceTheCallIsOver() {
    Story story = Story.ringingGroup().after(1_000).accept(BOB).after(7_000).hangup(BOB);
    CallEvent.Ended own =
        new CallEvent.Ended("call", story.call().version(), EndReason.HANGUP, null, 7_000, null);
    assertThat(told(restate(story.call()), BOB, CallEvent.Ended.class)).isEqualTo(own);

    story.after(3_000).tell(new CallCommand.End(story.now()));

    Decision restated = restate(story.call());
    long version = story.call().version();
    EndReason byAdmin = EndReason.ENDED_BY_ADMIN;
    assertThat(told(restated, BOB, CallEvent.Ended.class))
        .isEqualTo(new CallEvent.Ended("call", version, EndReason.HANGUP, null, 7_000, null));
    assertThat(told(restated, ALICE, CallEvent.Ended.class))
        .isEqualTo(new CallEvent.Ended("call", version, byAdmin, null, 10_000, null));
    assertThat(told(restated, CAROL, CallEvent.Ended.class))
        .isEqualTo(new CallEvent.Ended("call", version, byAdmin, null, 0, null));
  }

  @Test
  void whoStillRangAsTheOthersEndedHearsAgainThatItWasCalledOff() {
    Story story = Story.activeGroup().after(5_000);
    story.tell(new CallCommand.Hangup(ALICE, EndReason.HANGUP, null, true, false, story.now()));

    Decision restated = restate(story.call());

    long version = story.call().version();
    assertThat(told(restated, DAVE, CallEvent.Ended.class))
        .isEqualTo(new CallEvent.Ended("call", version, EndReason.CANCELLED, "alice", 0, null));
    assertThat(told(restated, CAROL, CallEvent.Ended.class))
        .isEqualTo(new CallEvent.Ended("call", version, EndReason.HANGUP, "alice", 5_000, null));
  }

  @Test
  void aDeviceOfOneWhoIsRungAnewHearsNothingOfTheEndBefore() {
    SessionRef tablet = Story.session("dave", "tablet", "d2");
    Story story = Story.activeGroup().reject(DAVE, EndReason.DECLINED).add(ALICE, "dave");
    story.reach(Story.free("dave", tablet));

    Decision restated = restate(story.call());

    assertThat(told(restated, tablet, CallEvent.Invited.class).call().state())
        .isEqualTo(CallState.ACTIVE);
    assertThat(isTold(restated, DAVE)).isFalse();
  }

  @Test
  void whoGoesTakesAlongWhatTheUsersOtherDevicesKnewAndNothingOfOthers() {
    Story story = Story.activeGroup().reject(DAVE, EndReason.DECLINED);
    assertThat(told(restate(story.call()), BOB_TABLET, CallEvent.HandledElsewhere.class).outcome())
        .isEqualTo(HandledOutcome.ACCEPTED);

    story.hangup(BOB);

    assertThat(isTold(restate(story.call()), BOB)).isTrue();
    assertThat(isTold(restate(story.call()), BOB_TABLET)).isFalse();
  }

  @Test
  void aDeviceToWhichThePartIsBeingHandedIsAskedAgain() {
    Story story = Story.active().transfer(ALICE, ALICE_TABLET);

    Decision restated = restate(story.call());

    assertThat(told(restated, ALICE_TABLET, CallEvent.Transferred.class).version())
        .isEqualTo(story.call().version());
    assertThat(told(restated, ALICE, CallEvent.State.class).call().state())
        .isEqualTo(CallState.ACTIVE);
  }

  @ParameterizedTest
  @CsvSource({"DECLINED,DECLINED", "BUSY,BUSY"})
  void theOtherDevicesHearAgainHowTheUserDeclined(EndReason reason, HandledOutcome outcome) {
    Story story = Story.ringing().reject(BOB, reason);

    assertThat(told(restate(story.call()), BOB_TABLET, CallEvent.HandledElsewhere.class).outcome())
        .isEqualTo(outcome);
  }

  @Test
  void ofTwoHalvesThatAreEquallyLateTheOneThatTheOtherIsMergedIntoHolds() {
    Call here = Story.ringing().accept(BOB).call();
    Call there = Story.ringing().after(1).accept(BOB_TABLET).call();
    assertThat(here.version()).isEqualTo(there.version());

    assertThat(here.mergedWith(there).party("bob")).isEqualTo(here.party("bob"));
    assertThat(there.mergedWith(here).party("bob")).isEqualTo(there.party("bob"));
    assertThat(here.mergedWith(there).doubtful()).isTrue();
  }

  @Test
  void whatTheHistoriesHaveFromOneHalfTheyHave() {
    Story story = Story.active().hangup(ALICE);
    Call over = story.call();
    Call recorded = story.tell(new CallCommand.Recorded(story.now())).call();

    assertThat(over.mergedWith(recorded)).isEqualTo(recorded);
    assertThat(recorded.mergedWith(over)).isEqualTo(recorded);
  }

  private static Decision restate(Call call) {
    return CallStateMachine.decide(
        call, new CallCommand.Restate(null, call.changedAt()), MediaTerms.WITHOUT_BRIDGES);
  }

  private static boolean isTold(Decision decision, SessionRef session) {
    return decision.announcements().stream()
        .anyMatch(announcement -> announcement.to().contains(session));
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
