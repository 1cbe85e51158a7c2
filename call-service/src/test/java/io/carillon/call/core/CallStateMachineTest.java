package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.ALICE_RELOADED;
import static io.carillon.call.core.Story.ALICE_TABLET;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static io.carillon.call.core.Story.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.MediaEvent;
import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.PartyView;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallStateMachineTest {

  @Test
  void anInvitationIsPreparedBeforeAnybodyHearsOfIt() {
    Story story = Story.preparing();
    assertThat(story.call().state()).isEqualTo(CallState.PREPARING);
    assertThat(story.last().announcements()).isEmpty();
    assertThat(story.call().deadline()).isEqualTo(story.now() + 5_000);
  }

  @Test
  void everyDeviceOfTheCalleeIsInvitedWithTheOffer() {
    Story story = Story.ringing();
    CallEvent.Invited invited = story.event(CallEvent.Invited.class);
    assertThat(story.heard(BOB)).containsExactly("call.invited");
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.invited");
    assertThat(story.heard(ALICE)).isEmpty();
    assertThat(invited.description()).isEqualTo(Story.OFFER);
    assertThat(invited.version()).isEqualTo(invited.call().version()).isEqualTo(2);
    assertThat(invited.call().expiresAt()).isEqualTo(story.now() + Story.RING_MS);
  }

  @Test
  void aWokenPhoneIsPushed() {
    Story story = Story.preparing();
    story.reach(Reach.free("bob", List.of(), true));
    assertThat(story.call().view().parties())
        .extracting(PartyView::state)
        .containsExactly(PartyState.CONNECTING, PartyState.PUSHED);
  }

  @Test
  void aBusyLineAnswersForItsUser() {
    Story story = Story.preparing();
    story.reach(Reach.without("bob", Reach.Line.BUSY));
    assertThat(story.heard(ALICE)).containsExactly("call.rejected", "call.ended");
    assertThat(story.event(CallEvent.Rejected.class).reason()).isEqualTo(EndReason.BUSY);
    assertThat(story.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.BUSY);
  }

  @Test
  void whoDoesNotWantToBeDisturbedIsNotRung() {
    Story story = Story.preparing();
    story.reach(Reach.without("bob", Reach.Line.DND));
    assertThat(story.event(CallEvent.Rejected.class).reason()).isEqualTo(EndReason.DND);
    assertThat(story.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.DECLINED);
    assertThat(story.call().isEnded()).isTrue();
  }

  @Test
  void aCalleeWithoutAnyDeviceIsUnreachable() {
    Story story = Story.preparing();
    story.reach(Reach.without("bob", Reach.Line.UNREACHABLE));
    assertThat(story.heard(ALICE)).containsExactly("call.ended");
    assertThat(story.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.UNREACHABLE);
  }

  @Test
  void aCallThatIsNeverPreparedEnds() {
    Story story = Story.preparing().after(5_000);
    assertThat(story.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.SERVER_ERROR);
  }

  @Test
  void aCallThatMayNotBeMadeLeavesNoTrace() {
    Story story = Story.preparing();
    story.tell(new CallCommand.Withdraw(story.now()));
    assertThat(story.last().announcements()).isEmpty();
    assertThat(story.call()).isNull();
    Story rings = Story.ringing();
    rings.tell(new CallCommand.Withdraw(rings.now())).isFineAndChangesNothing();
  }

  @Test
  void theCallerHearsOfEachDeviceThatRingsOnce() {
    Story story = Story.ringing().ring(BOB);
    assertThat(story.heard(ALICE)).containsExactly("call.ringing");
    assertThat(story.call().party("bob").orElseThrow().state()).isEqualTo(PartyState.RINGING);
    story.ring(BOB).isFineAndChangesNothing();
    story.ring(BOB_TABLET);
    assertThat(story.event(CallEvent.Ringing.class).deviceId()).isEqualTo("tablet");
  }

  @Test
  void theFirstDeviceWins() {
    Story story = Story.ringing().accept(BOB);
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    assertThat(story.call().startedAt()).isEqualTo(story.now());
    assertThat(story.heard(ALICE)).containsExactly("call.accepted");
    assertThat(story.event(CallEvent.Accepted.class).description()).isEqualTo(Story.ANSWER);
    assertThat(story.heard(BOB)).isEmpty();
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.handledElsewhere");
    assertThat(story.event(CallEvent.HandledElsewhere.class).outcome())
        .isEqualTo(HandledOutcome.ACCEPTED);
    story.accept(BOB).isFineAndChangesNothing();
    story.accept(BOB_TABLET).isRefused(ErrorCode.ANSWERED_ELSEWHERE);
  }

  @Test
  void aLateRejectOrHangupOfALoserEndsNothing() {
    Story story = Story.active();
    story.reject(BOB_TABLET, EndReason.DECLINED).isRefused(ErrorCode.ANSWERED_ELSEWHERE);
    story.hangup(BOB_TABLET).isRefused(ErrorCode.ANSWERED_ELSEWHERE);
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
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
  void aRejectionSpeaksForAllDevices() {
    Story story = Story.ringing().reject(BOB, EndReason.BUSY);
    assertThat(story.heard(ALICE)).containsExactly("call.rejected", "call.ended");
    assertThat(story.heard(BOB)).containsExactly("call.ended");
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.handledElsewhere");
    assertThat(story.event(CallEvent.HandledElsewhere.class).outcome())
        .isEqualTo(HandledOutcome.BUSY);
    story.reject(BOB, EndReason.BUSY).isFineAndChangesNothing();
    story.reject(BOB_TABLET, EndReason.DECLINED).isFineAndChangesNothing();
    story.accept(BOB_TABLET).isRefused(ErrorCode.CALL_ENDED);
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
  void aCalleeWhoHangsUpUnansweredDeclines() {
    Story story = Story.ringing().hangup(BOB);
    assertThat(story.event(CallEvent.Rejected.class).reason()).isEqualTo(EndReason.DECLINED);
  }

  @Test
  void aRingTimeoutEndsTheCallForAll() {
    Story story = Story.ringing().after(Story.RING_MS - 1).isFineAndChangesNothing();
    story.after(1);
    assertThat(story.heard(ALICE)).containsExactly("call.noAnswer", "call.ended");
    assertThat(story.heard(BOB)).containsExactly("call.ended");
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.ended");
    assertThat(story.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.NO_ANSWER);
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
  void anInvitationThatComesAgainIsTheSameCall() {
    Story.preparing().again(ALICE).isFineAndChangesNothing();
    Story.ringing().again(ALICE).isFineAndChangesNothing();
    Story.active().hangup(BOB).again(ALICE).isFineAndChangesNothing();
    Story.ringing().again(CAROL).isRefused(ErrorCode.CALL_EXISTS);
  }

  @Test
  void strangersHaveNoPart() {
    Story story = Story.ringing();
    story.tell(new CallCommand.Get(CAROL, story.now())).isRefused(ErrorCode.CALL_NOT_FOUND);
    story.accept(CAROL).isRefused(ErrorCode.NOT_IN_CALL);
    story.hangup(CAROL).isRefused(ErrorCode.NOT_IN_CALL);
  }

  @Test
  void anotherDeviceOfTheCallerHasNoPartEither() {
    Story.ringing().hangup(ALICE_TABLET).isRefused(ErrorCode.NOT_IN_CALL);
    Story.active().hangup(ALICE_TABLET).isRefused(ErrorCode.NOT_IN_CALL);
    Story.ringing().accept(ALICE).isRefused(ErrorCode.INVALID_STATE);
  }

  @Test
  void aDeviceThatConnectsWhileItRingsIsInvitedForTheTimeThatIsLeft() {
    Story story = Story.ringing().after(20_000);
    var late = Story.session("bob", "watch", "b3");
    story.open(late);
    assertThat(story.heard(late)).containsExactly("call.invited");
    assertThat(story.event(CallEvent.Invited.class).call().expiresAt())
        .isEqualTo(story.now() + 40_000);
    story.accept(BOB);
    assertThat(story.heard(late)).containsExactly("call.handledElsewhere");
  }

  @Test
  void aDeviceThatConnectsWhileTheCallIsPreparedRingsWithTheOthers() {
    Story story = Story.preparing().open(BOB_TABLET);
    assertThat(story.last().announcements()).isEmpty();
    story.reach(Story.free("bob", BOB));
    assertThat(story.heard(BOB)).containsExactly("call.invited");
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.invited");
  }

  @Test
  void aDeviceThatHeardNothingOfABusyCallIsNotToldOfItsEnd() {
    Story story = Story.preparing().open(BOB_TABLET);
    story.reach(Reach.without("bob", Reach.Line.BUSY));
    assertThat(story.heard(BOB_TABLET)).isEmpty();
  }

  @Test
  void aDroppedPartyHasAGrace() {
    Story story = Story.active().lose(ALICE);
    assertThat(story.heard(BOB)).containsExactly("call.partyReconnecting");
    assertThat(story.call().deadline()).isEqualTo(story.now() + Story.GRACE_MS);
    story.resume(ALICE);
    assertThat(story.event(CallEvent.PartyReconnected.class).instance()).isEqualTo(1);
    assertThat(story.call().deadline()).isEqualTo(Call.NEVER);
    assertThat(story.call().party("alice").orElseThrow().state()).isEqualTo(PartyState.CONNECTING);
  }

  @Test
  void whoDoesNotComeBackEndsTheCall() {
    Story story = Story.active().lose(BOB).after(Story.GRACE_MS);
    CallEvent.Ended ended = story.event(CallEvent.Ended.class);
    assertThat(ended.reason()).isEqualTo(EndReason.CONNECTION_LOST);
    assertThat(ended.by()).isEqualTo("bob");
    assertThat(ended.durationMs()).isEqualTo(Story.GRACE_MS);
  }

  @Test
  void aCallerWhoDropsWhileItRingsCanBeAnsweredAndHasToComeBack() {
    Story story = Story.ringing().lose(ALICE);
    assertThat(story.heard(BOB)).containsExactly("call.partyReconnecting");
    story.accept(BOB);
    assertThat(story.heard(ALICE)).containsExactly("call.accepted");
    story.after(Story.GRACE_MS);
    assertThat(story.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.CONNECTION_LOST);
  }

  @Test
  void aReloadedPageTakesOverAndTheLateDropOfTheOldSocketChangesNothing() {
    Story story = Story.active().open(ALICE_RELOADED);
    assertThat(story.event(CallEvent.PartyReconnected.class).instance()).isEqualTo(2);
    assertThat(story.last().consequences()).contains(Consequence.MEDIA_SESSION);
    story.lose(ALICE).isFineAndChangesNothing();
    story.close(ALICE).isFineAndChangesNothing();
    story.hangup(BOB);
    assertThat(story.heard(ALICE_RELOADED)).containsExactly("call.ended");
    assertThat(story.heard(ALICE)).isEmpty();
  }

  @Test
  void theOfferOfAReloadedPageIsVoid() {
    Story story = Story.ringing().open(ALICE_RELOADED);
    var late = Story.session("bob", "watch", "b3");
    story.open(late);
    assertThat(story.event(CallEvent.Invited.class).description()).isNull();
  }

  @Test
  void byeLeavesTheCallOfItsDevice() {
    Story cancelled = Story.ringing().close(ALICE);
    assertThat(cancelled.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.CANCELLED);
    assertThat(cancelled.heard(ALICE)).isEmpty();
    Story hungUp = Story.active().close(BOB);
    assertThat(hungUp.event(CallEvent.Ended.class).reason()).isEqualTo(EndReason.HANGUP);
    Story rings = Story.ringing().close(BOB);
    assertThat(rings.call().state()).isEqualTo(CallState.RINGING);
    rings.hangup(ALICE);
    assertThat(rings.heard(BOB)).isEmpty();
    assertThat(rings.heard(BOB_TABLET)).containsExactly("call.ended");
  }

  @Test
  void aSecondDeviceOfAPartySeesTheCallAndItsEnd() {
    Story story = Story.active().open(ALICE_TABLET).hangup(BOB);
    assertThat(story.heard(ALICE_TABLET)).containsExactly("call.ended");
  }

  @Test
  void aDeviceThatHeardOfTheAnswerElsewhereStaysOutWhenItsHelloIsToldLate() {
    Story story = Story.active().open(BOB_TABLET).isFineAndChangesNothing().hangup(ALICE);
    assertThat(story.heard(BOB_TABLET)).isEmpty();
  }

  @Test
  void mediaStateGoesToThoseWhoAreIn() {
    Story story = Story.active();
    MediaFlags muted = new MediaFlags(false, true, false, false);
    story.tell(new CallCommand.SetMedia(ALICE, muted, story.now()));
    assertThat(story.heard(BOB)).containsExactly("media.state");
    assertThat(story.event(MediaEvent.StateChanged.class).from())
        .isEqualTo(new DeviceRef("alice", "laptop"));
    story.tell(new CallCommand.SetMedia(ALICE, muted, story.now())).isFineAndChangesNothing();
    Story.ringing()
        .tell(new CallCommand.SetMedia(BOB, muted, story.now()))
        .isRefused(ErrorCode.NOT_IN_CALL);
  }

  @Test
  void mediaIsUpWhenBothSidesSaySo() {
    Story story = Story.active();
    connected(story, ALICE, "bob");
    assertThat(story.last().consequences()).doesNotContain(Consequence.CONNECTED);
    connected(story, BOB, "alice");
    assertThat(story.last().consequences()).contains(Consequence.CONNECTED);
    connected(story, BOB, "alice");
    story.isFineAndChangesNothing();
    connected(story, BOB, "carol");
    story.isRefused(ErrorCode.BAD_REQUEST);
  }

  @Test
  void theViewOfAnEndedCallSaysHowItEnded() {
    CallView view = Story.active().after(7_000).hangup(BOB).call().view();
    assertThat(view.state()).isEqualTo(CallState.ENDED);
    assertThat(view.end().durationMs()).isEqualTo(7_000);
    assertThat(view.end().by()).isEqualTo("bob");
    assertThat(view.parties()).extracting(PartyView::state).containsOnly(PartyState.LEFT);
  }

  private static void connected(Story story, SessionRef from, String peer) {
    story.tell(
        new CallCommand.ReportConnection(
            from, new DeviceRef(peer, null), PeerState.CONNECTED, story.now()));
  }
}
