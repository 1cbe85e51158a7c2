package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static io.carillon.call.core.Story.CAROL;
import static io.carillon.call.core.Story.DAVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.PartyView;
import org.junit.jupiter.api.Test;

class EndsTest {
  @Test
  void aCallThatIsNeverPreparedEnds() {
    Story story = Story.preparing().after(5_000);
    assertThat(story.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.SERVER_ERROR);
  }

  @Test
  void aCallerWhoDropsWhileTheCallIsPreparedHasNoMoreThanTheGrace() {
    Story story = Story.preparing();
    story.tell(new CallCommand.SessionLost(ALICE, 1_000, story.now())).after(1_000);
    assertThat(story.call().end().reason()).isEqualTo(EndReason.CONNECTION_LOST);
  }

  @Test
  void theEndReachesAllWhoWereToldButTheLosers() {
    Story story = Story.active().hangup(ALICE);
    assertThat(story.heard(ALICE)).containsExactly("call.ended");
    assertThat(story.heard(BOB)).containsExactly("call.ended");
    assertThat(story.heard(BOB_TABLET)).isEmpty();
    CallEvent.Ended ended = story.event(CallEvent.Ended.class);
    assertThat(ended.reason()).isEqualTo(EndReason.HANGUP);
    assertThat(ended.by()).isEqualTo("alice");
  }

  @Test
  void theCallerCancelsWhateverReasonIsGiven() {
    Story story = Story.ringing();
    story.tell(
        new CallCommand.Hangup(ALICE, EndReason.MEDIA_FAILED, null, false, false, story.now()));
    assertThat(story.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.CANCELLED);
    story.hangup(ALICE).isFineAndChangesNothing();
    story.accept(BOB).isRefused(ErrorCode.CALL_ENDED);
    story.reject(BOB, EndReason.DECLINED).isRefused(ErrorCode.CALL_ENDED);
  }

  @Test
  void aCallThatWasNeverAnsweredTookNoTime() {
    Story story = Story.ringing().after(7_000).hangup(ALICE);
    assertThat(story.heard(BOB, CallEvent.Ended.class).durationMs()).isZero();
    assertThat(story.call().end().durationMs()).isZero();
  }

  @Test
  void afterTheAnswerNobodyCancels() {
    assertThat(endedWith(EndReason.CANCELLED)).isEqualTo(EndReason.HANGUP);
    assertThat(endedWith(EndReason.MEDIA_FAILED)).isEqualTo(EndReason.MEDIA_FAILED);
  }

  @Test
  void aRingTimeoutEndsTheCallForAll() {
    Story story = Story.ringing().after(Story.RING_MS - 1).isFineAndChangesNothing();
    story.after(1);
    assertThat(story.heard(ALICE)).containsExactly("call.noAnswer", "call.ended");
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.ended");
    assertThat(story.heard(ALICE, CallEvent.Ended.class).reason()).isEqualTo(EndReason.NO_ANSWER);
    assertThat(story.heard(BOB, CallEvent.Ended.class).reason()).isEqualTo(EndReason.NO_ANSWER);
  }

  @Test
  void anEndedCallIsKeptForFiveMinutes() {
    Story story = Story.active().hangup(ALICE);
    story.tell(new CallCommand.Recorded(story.now()));
    story.after(299_999).isFineAndChangesNothing();
    assertThat(story.after(1).call()).isNull();
    story.hangup(ALICE).isRefused(ErrorCode.CALL_NOT_FOUND);
  }

  @Test
  void anEndedCallThatNobodyHasRecordedAsksForItAgainAndAgain() {
    Story story = Story.active().hangup(ALICE);
    assertThat(story.call().deadline()).isEqualTo(story.now() + 30_000);
    for (int i = 0; i < 119; i++) {
      story.after(30_000);
      assertThat(story.last().consequences()).containsExactly(Consequence.UNRECORDED);
    }
    story.tell(new CallCommand.Recorded(story.now()));
    story.tell(new CallCommand.Recorded(story.now())).isFineAndChangesNothing();
    assertThat(story.after(1).call()).isNull();
  }

  @Test
  void anEndedCallIsForgottenAfterAnHourWithoutADatabase() {
    Story story = Story.active().hangup(ALICE).after(3_600_000);
    assertThat(story.call()).isNull();
  }

  @Test
  void theViewOfAnEndedCallSaysHowItEnded() {
    CallView view = Story.active().after(7_000).hangup(BOB).call().view();
    assertThat(view.state()).isEqualTo(CallState.ENDED);
    assertThat(view.end().durationMs()).isEqualTo(7_000);
    assertThat(view.end().by()).isEqualTo("bob");
    assertThat(view.parties()).extracting(PartyView::state).containsOnly(PartyState.LEFT);
  }

  @Test
  void aGroupThatEndsLeavesAnotherReasonToWhoStillRang() {
    Story story = Story.activeGroup();
    story.tell(new CallCommand.Hangup(ALICE, EndReason.HANGUP, null, true, false, story.now()));
    assertThat(story.party("bob").reason()).isEqualTo(EndReason.HANGUP);
    assertThat(story.party("dave").reason()).isEqualTo(EndReason.CANCELLED);
  }

  @Test
  void whoWasOutBeforeTheEndKeepsTheReason() {
    Story story = Story.activeGroup().reject(DAVE, EndReason.DECLINED);
    story.tell(new CallCommand.End(story.now()));
    assertThat(story.party("dave").reason()).isEqualTo(EndReason.DECLINED);
    assertThat(story.party("bob").reason()).isEqualTo(EndReason.ENDED_BY_ADMIN);
  }

  @Test
  void aTickThatComesLateEndsACallOnce() {
    Story story = Story.ringingGroup().accept(BOB).lose(ALICE).lose(BOB).after(Story.RING_MS);
    assertThat(story.call().end().reason()).isEqualTo(EndReason.CONNECTION_LOST);
    assertThat(story.heard(DAVE)).containsExactly("call.ended");
    assertThat(story.heard(DAVE, CallEvent.Ended.class).reason()).isEqualTo(EndReason.CANCELLED);
  }

  @Test
  void anAdministratorTakesOutOneWhoIsIn() {
    Story story = Story.activeGroup().remove("bob");
    assertThat(story.heard(BOB, CallEvent.Ended.class).reason())
        .isEqualTo(EndReason.ENDED_BY_ADMIN);
    assertThat(story.heard(CAROL, CallEvent.PartyLeft.class).userId()).isEqualTo("bob");
    assertThat(story.party("bob").isOut()).isTrue();
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    assertThat(Story.active().remove("bob").call().end().reason())
        .isEqualTo(EndReason.ENDED_BY_ADMIN);
  }

  @Test
  void whoHungUpOrDeclinedMaySayItAgainFromThatDevice() {
    Story story = Story.ringing().reject(BOB, EndReason.DECLINED);
    assertThat(story.party("bob").session()).isEqualTo(BOB);
    story.hangup(BOB).isFineAndChangesNothing();
    story.hangup(BOB_TABLET).isRefused(ErrorCode.CALL_ENDED);
  }

  @Test
  void whoAnsweredMaySayItAgainAfterTheEndAndNobodyElse() {
    Story story = Story.active().hangup(ALICE);
    story.accept(BOB).isFineAndChangesNothing();
    story.accept(BOB_TABLET).isRefused(ErrorCode.CALL_ENDED);
    story.accept(ALICE).isRefused(ErrorCode.CALL_ENDED);
    Story declined = Story.ringing().reject(BOB, EndReason.DECLINED);
    declined.accept(BOB).isRefused(ErrorCode.CALL_ENDED);
  }

  private static EndReason endedWith(EndReason said) {
    Story story = Story.active();
    story.tell(new CallCommand.Hangup(BOB, said, null, false, false, story.now()));
    return story.call().end().reason();
  }
}
