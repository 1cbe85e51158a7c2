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
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.MediaEvent;
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
  void nobodyCallsOneself() {
    Story story = new Story();
    story.again(BOB).isRefused(ErrorCode.BAD_REQUEST);
    assertThat(story.call()).isNull();
  }

  @Test
  void aCallHasFiveSecondsToBePreparedWhateverHappensMeanwhile() {
    Story story = Story.preparing().open(BOB_TABLET);
    assertThat(story.call().deadline()).isEqualTo(story.now() + 5_000);
  }

  @Test
  void theOfferIsForgottenWithTheAnswer() {
    assertThat(Story.ringing().call().offer()).isEqualTo(Story.OFFER);
    assertThat(Story.active().call().offer()).isNull();
  }

  @Test
  void aVideoCallBeginsWithVideoAndAnAudioCallWithout() {
    assertThat(Story.ringing().party("alice").media().video()).isTrue();
    assertThat(Story.convened().party("alice").media().video()).isFalse();
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
  void whoHasBlockedTheCallerHearsNothingAndTheCallerSeesNoDifference() {
    Story story = Story.preparing();
    Party.Pretence pretence = new Party.Pretence("phone", story.now() + 200);
    story.reach(Reach.unaware("bob", false, pretence));
    assertThat(story.call().state()).isEqualTo(CallState.RINGING);
    assertThat(story.last().announcements()).isEmpty();
    story.after(200);
    assertThat(story.heard(ALICE, CallEvent.Ringing.class).deviceId()).isEqualTo("phone");
    assertThat(story.party("bob").state()).isEqualTo(PartyState.RINGING);
    story.open(BOB).isFineAndChangesNothing();
    story.tell(new CallCommand.Get(BOB, story.now())).isRefused(ErrorCode.CALL_NOT_FOUND);
    story.accept(BOB).isRefused(ErrorCode.NOT_IN_CALL);
    story.after(Story.RING_MS);
    assertThat(story.heard(ALICE)).containsExactly("call.noAnswer", "call.ended");
    assertThat(story.heard(BOB)).isEmpty();
    assertThat(story.party("bob").unaware()).isTrue();
  }

  @Test
  void aBlockedCallerSeesThatAPhoneWasWoken() {
    Story story = Story.preparing().reach(Reach.unaware("bob", true, null));
    assertThat(story.party("bob").state()).isEqualTo(PartyState.PUSHED);
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
  void theOtherDevicesLearnThatTheUserDeclined() {
    Story story = Story.ringing().reject(BOB, EndReason.DECLINED);
    assertThat(story.heard(BOB_TABLET, CallEvent.HandledElsewhere.class).outcome())
        .isEqualTo(HandledOutcome.DECLINED);
    story.reject(ALICE, EndReason.DECLINED).isRefused(ErrorCode.CALL_ENDED);
  }

  @Test
  void whoIsInDoesNotDeclineAnyMore() {
    Story.active().reject(BOB, EndReason.DECLINED).isRefused(ErrorCode.INVALID_STATE);
  }

  @Test
  void whatIsFoundOfALineTooLateCountsForNothing() {
    Story rings = Story.ringing().reach(Reach.without("bob", Reach.Line.BUSY));
    assertThat(rings.last().announcements()).isEmpty();
    assertThat(rings.call().state()).isEqualTo(CallState.RINGING);
    Story answered = Story.active().reach(Reach.without("bob", Reach.Line.BUSY));
    assertThat(answered.last().announcements()).isEmpty();
    assertThat(answered.party("bob").isIn()).isTrue();
    Story stranger = Story.preparing().reach(Reach.without("carol", Reach.Line.BUSY));
    assertThat(stranger.call().state()).isEqualTo(CallState.PREPARING);
  }

  @Test
  void aCalleeWhoHangsUpUnansweredDeclines() {
    Story story = Story.ringing().hangup(BOB);
    assertThat(story.event(CallEvent.Rejected.class).reason()).isEqualTo(EndReason.DECLINED);
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
  }

  @Test
  void theCallerNeitherAlertsNorAnswers() {
    Story.ringing().ring(ALICE).isRefused(ErrorCode.INVALID_STATE);
    Story.ringing().accept(ALICE).isRefused(ErrorCode.INVALID_STATE);
  }

  @Test
  void mediaStateGoesToThoseWhoAreIn() {
    Story story = Story.active();
    MediaFlags muted = new MediaFlags(false, true, false, false);
    story.tell(new CallCommand.SetMedia(ALICE, muted, story.now()));
    assertThat(story.heard(BOB)).containsExactly("media.state");
    assertThat(story.heard(ALICE)).isEmpty();
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
    Story group = Story.activeGroup();
    connected(group, DAVE, "alice");
    group.isRefused(ErrorCode.NOT_IN_CALL);
  }

  private static void connected(Story story, SessionRef from, String peer) {
    story.tell(
        new CallCommand.ReportConnection(
            from, new DeviceRef(peer, null), PeerState.CONNECTED, story.now()));
  }
}
