package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.ALICE_RELOADED;
import static io.carillon.call.core.Story.ALICE_TABLET;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static io.carillon.call.core.Story.DAVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.event.CallEvent;
import org.junit.jupiter.api.Test;

class TransferTest {
  @Test
  void theOldDeviceStaysInUntilTheNewOneAccepts() {
    Story story = Story.active().transfer(ALICE, ALICE_TABLET);
    assertThat(story.heard(ALICE_TABLET)).containsExactly("call.transferred");
    assertThat(story.party("alice").session()).isEqualTo(ALICE);
    story.accept(ALICE_TABLET);
    CallEvent.PartyJoined joined = story.heard(BOB, CallEvent.PartyJoined.class);
    assertThat(joined.deviceId()).isEqualTo("tablet");
    assertThat(joined.replaces()).isEqualTo("laptop");
    assertThat(joined.instance()).isEqualTo(2);
    assertThat(story.heard(ALICE)).containsExactly("call.handledElsewhere");
    assertThat(story.order()).containsExactly("alice", "bob");
    story.accept(ALICE_TABLET).isFineAndChangesNothing();
    story.hangup(BOB);
    assertThat(story.heard(ALICE)).isEmpty();
    assertThat(story.heard(ALICE_TABLET)).containsExactly("call.ended");
  }

  @Test
  void theAnswerOfTheDeviceBeforeIsVoid() {
    Story story = Story.active().transfer(BOB, BOB_TABLET);
    assertThat(story.call().answer()).isEqualTo(Story.ANSWER);
    assertThat(story.accept(BOB_TABLET).call().answer()).isNull();
  }

  @Test
  void aDeviceThatLostTheInvitationHearsNothingOfATransfer() {
    var watch = Story.session("bob", "watch", "b3");
    Story story = Story.active().transfer(BOB, watch).accept(watch);
    assertThat(story.heard(BOB)).containsExactly("call.handledElsewhere");
    assertThat(story.heard(BOB_TABLET)).isEmpty();
  }

  @Test
  void aTransferThatNobodyTakesIsOverAfterTwentySeconds() {
    Story story = Story.active().transfer(BOB, BOB_TABLET);
    story.after(19_999).isFineAndChangesNothing();
    story.after(1);
    assertThat(story.heard(BOB)).containsExactly("call.noAnswer");
    assertThat(story.heard(BOB_TABLET, CallEvent.Ended.class).reason())
        .isEqualTo(EndReason.NO_ANSWER);
    story.accept(BOB_TABLET).isRefused(ErrorCode.ANSWERED_ELSEWHERE);
    assertThat(story.party("bob").session()).isEqualTo(BOB);
  }

  @Test
  void theOtherDeviceMayDecline() {
    Story story = Story.active().transfer(ALICE, ALICE_TABLET);
    story.reject(ALICE_TABLET, EndReason.DECLINED);
    assertThat(story.heard(ALICE)).containsExactly("call.rejected");
    assertThat(story.heard(BOB)).isEmpty();
    story.accept(ALICE_TABLET).isRefused(ErrorCode.NOT_IN_CALL);
    story.hangup(ALICE);
    assertThat(story.heard(ALICE_TABLET)).isEmpty();
    assertThat(story.heard(BOB)).containsExactly("call.ended");
  }

  @Test
  void theOtherDeviceHangsUpWhatItWasHandedAndNotTheCall() {
    Story story = Story.active().transfer(ALICE, ALICE_TABLET).hangup(ALICE_TABLET);
    assertThat(story.heard(ALICE)).containsExactly("call.rejected");
    assertThat(story.call().isEnded()).isFalse();
    story.transfer(ALICE, ALICE_TABLET).add(ALICE_TABLET, "carol");
    story.isRefused(ErrorCode.NOT_IN_CALL);
  }

  @Test
  void aCallThatEndsMeanwhileEndsForBoth() {
    Story story = Story.active().transfer(ALICE, ALICE_TABLET).hangup(BOB);
    assertThat(story.heard(ALICE_TABLET)).containsExactly("call.ended");
    assertThat(story.heard(ALICE)).containsExactly("call.ended");
  }

  @Test
  void anotherTransferTakesTheFirstBack() {
    var watch = Story.session("alice", "watch", "a4");
    Story story = Story.active().transfer(ALICE, ALICE_TABLET);
    story.transfer(ALICE, ALICE_TABLET).isFineAndChangesNothing();
    story.transfer(ALICE, watch);
    assertThat(story.heard(ALICE_TABLET)).containsExactly("call.ended");
    assertThat(story.heard(watch)).containsExactly("call.transferred");
  }

  @Test
  void aDeviceThatComesBackIsAskedOnceMoreAndOneThatLeavesIsNot() {
    var again = Story.session("alice", "tablet", "a5");
    Story story = Story.active().transfer(ALICE, ALICE_TABLET).open(again);
    assertThat(story.heard(again)).containsExactly("call.transferred");
    story.close(again);
    assertThat(story.heard(ALICE)).containsExactly("call.noAnswer");
    assertThat(story.party("alice").handover()).isNull();
  }

  @Test
  void theOtherDeviceMayAlertAndNobodyHearsOfThat() {
    Story.active().transfer(ALICE, ALICE_TABLET).ring(ALICE_TABLET).isFineAndChangesNothing();
  }

  @Test
  void theOtherDeviceMayAcceptFromANewSessionOfWhichTheCallHasNotHeard() {
    var again = Story.session("alice", "tablet", "a5");
    Story story = Story.active().transfer(ALICE, ALICE_TABLET).accept(again).hangup(BOB);
    assertThat(story.heard(again)).containsExactly("call.ended");
    assertThat(story.heard(ALICE_TABLET)).isEmpty();
  }

  @Test
  void theNewSessionOfTheOtherDeviceIsToldThatTimeIsUp() {
    var again = Story.session("alice", "tablet", "a5");
    Story story = Story.active().transfer(ALICE, ALICE_TABLET).open(again).after(20_000);
    assertThat(story.heard(again)).containsExactly("call.ended");
  }

  @Test
  void aPageThatIsReloadedTakesItsTransferBack() {
    Story story = Story.active().transfer(ALICE, ALICE_TABLET).open(ALICE_RELOADED);
    assertThat(story.heard(ALICE_TABLET, CallEvent.Ended.class).reason())
        .isEqualTo(EndReason.CANCELLED);
    assertThat(story.party("alice").session()).isEqualTo(ALICE_RELOADED);
    assertThat(story.call().deadline()).isEqualTo(Call.NEVER);
  }

  @Test
  void onlyAConnectedOwnDeviceOfOneWhoIsInTakesOver() {
    Story.activeGroup().transfer(DAVE, DAVE).isRefused(ErrorCode.NOT_IN_CALL);
    Story.active().transfer(ALICE, null).isRefused(ErrorCode.INVALID_STATE);
    Story.active().transfer(ALICE, ALICE).isRefused(ErrorCode.INVALID_STATE);
    Story.active().transfer(BOB_TABLET, BOB).isRefused(ErrorCode.ANSWERED_ELSEWHERE);
    Story.ringing().transfer(ALICE, ALICE_TABLET).isRefused(ErrorCode.INVALID_STATE);
  }
}
