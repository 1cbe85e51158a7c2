package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static io.carillon.call.core.Story.CAROL;
import static io.carillon.call.core.Story.DAVE;
import static io.carillon.call.core.Story.ERIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupCallTest {
  @Test
  void everyDeviceOfEveryInviteeIsInvited() {
    Story story = Story.ringingGroup();
    for (var device : List.of(BOB, BOB_TABLET, CAROL, DAVE)) {
      assertThat(story.heard(device)).containsExactly("call.invited");
    }
    assertThat(story.call().view().group()).isTrue();
    assertThat(story.order()).containsExactly("alice", "bob", "carol", "dave");
  }

  @Test
  void whoAcceptsMovesBehindThoseWhoAreIn() {
    Story story = Story.ringingGroup().accept(CAROL);
    assertThat(story.order()).containsExactly("alice", "carol", "bob", "dave");
    assertThat(story.heard(ALICE)).containsExactly("call.accepted");
    story.accept(BOB);
    assertThat(story.order()).containsExactly("alice", "carol", "bob", "dave");
    assertThat(story.heard(ALICE)).containsExactly("call.accepted");
    assertThat(story.heard(CAROL)).containsExactly("call.partyJoined");
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.handledElsewhere");
  }

  @Test
  void aDeclineLeavesTheOthersRinging() {
    Story story = Story.activeGroup().reject(DAVE, EndReason.DECLINED);
    assertThat(story.heard(ALICE)).containsExactly("call.rejected");
    assertThat(story.heard(BOB)).containsExactly("call.partyLeft");
    assertThat(story.heard(DAVE)).containsExactly("call.ended");
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    assertThat(story.order()).containsExactly("alice", "carol", "bob", "dave");
    story.reject(DAVE, EndReason.DECLINED).isFineAndChangesNothing();
    story.hangup(DAVE).isFineAndChangesNothing();
    story.accept(DAVE).isRefused(ErrorCode.INVALID_STATE);
  }

  @Test
  void whoStillRingsStandsBehindWhoDeclined() {
    Story story = Story.ringingGroup().reject(CAROL, EndReason.DECLINED);
    assertThat(story.order()).containsExactly("alice", "carol", "bob", "dave");
  }

  @Test
  void aGroupThatNobodyJoinsEndsWithTheBestReason() {
    Story story = Story.preparingGroup();
    story.reach(
        Reach.without("bob", Reach.Line.UNREACHABLE),
        Story.free("carol", CAROL),
        Reach.without("dave", Reach.Line.BUSY));
    assertThat(story.heard(ALICE)).containsExactly("call.partyLeft", "call.rejected");
    assertThat(story.call().state()).isEqualTo(CallState.RINGING);
    story.reject(CAROL, EndReason.DECLINED);
    assertThat(story.heard(ALICE)).containsExactly("call.rejected", "call.ended");
    assertThat(story.heard(ALICE, CallEvent.Ended.class).reason()).isEqualTo(EndReason.BUSY);
  }

  @Test
  void aGroupInWhichNobodyCanBeRungEndsAtOnce() {
    Story story = Story.preparingGroup();
    story.reach(
        Reach.without("bob", Reach.Line.DND),
        Reach.without("carol", Reach.Line.UNREACHABLE),
        Reach.without("dave", Reach.Line.UNREACHABLE));
    assertThat(story.call().isEnded()).isTrue();
    assertThat(story.call().end().reason()).isEqualTo(EndReason.DECLINED);
  }

  @Test
  void aRingThatNobodyAnswersEndsForItsUserAlone() {
    Story story = Story.activeGroup().after(Story.RING_MS);
    assertThat(story.heard(ALICE)).containsExactly("call.noAnswer");
    assertThat(story.heard(BOB)).containsExactly("call.noAnswer");
    assertThat(story.heard(DAVE, CallEvent.Ended.class).reason()).isEqualTo(EndReason.NO_ANSWER);
    assertThat(story.party("dave").reason()).isEqualTo(EndReason.NO_ANSWER);
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
  }

  @Test
  void aCallerWhoGivesUpBeforeAnyAnswerCancelsForAll() {
    Story story = Story.ringingGroup().hangup(ALICE);
    assertThat(story.heard(BOB, CallEvent.Ended.class).reason()).isEqualTo(EndReason.CANCELLED);
    assertThat(story.call().end().reason()).isEqualTo(EndReason.CANCELLED);
  }

  @Test
  void whoLeavesLeavesTheOthersTalking() {
    Story story = Story.activeGroup().hangup(ALICE);
    assertThat(story.heard(ALICE)).containsExactly("call.ended");
    assertThat(story.heard(BOB)).containsExactly("call.partyLeft");
    assertThat(story.heard(CAROL, CallEvent.PartyLeft.class).reason()).isEqualTo(EndReason.HANGUP);
    story.hangup(ALICE).isFineAndChangesNothing();
    story.hangup(BOB);
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    story.hangup(CAROL);
    assertThat(story.heard(CAROL)).containsExactly("call.ended");
    assertThat(story.heard(DAVE, CallEvent.Ended.class).reason()).isEqualTo(EndReason.CANCELLED);
    assertThat(story.call().end().reason()).isEqualTo(EndReason.HANGUP);
  }

  @Test
  void oneWhoTalkedBeforeMayWaitAlone() {
    Story story = Story.ringingGroup().accept(BOB).hangup(BOB);
    story.reject(CAROL, EndReason.DECLINED).reject(DAVE, EndReason.DECLINED);
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    story.join(BOB);
    assertThat(story.party("bob").instance()).isEqualTo(2);
    assertThat(story.heard(ALICE, CallEvent.PartyJoined.class).instance()).isEqualTo(2);
  }

  @Test
  void theCreatorAloneEndsItForAll() {
    Story story = Story.activeGroup();
    story.tell(everyone(BOB, false, story)).isRefused(ErrorCode.FORBIDDEN);
    story.tell(everyone(ALICE, false, story));
    assertThat(story.call().isEnded()).isTrue();
    Story other = Story.activeGroup();
    other.tell(everyone(ERIN, true, other));
    assertThat(other.heard(CAROL)).containsExactly("call.ended");
  }

  @Test
  void aRoomIsActiveFromTheFirstAndEndsEmpty() {
    Story story = Story.room();
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    assertThat(story.call().view().room()).isEqualTo("lobby");
    story.join(BOB);
    assertThat(story.heard(ALICE)).containsExactly("call.partyJoined");
    story.hangup(ALICE);
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    story.lose(BOB).after(Story.GRACE_MS);
    assertThat(story.call().end().reason()).isEqualTo(EndReason.CONNECTION_LOST);
    assertThat(story.heard(BOB)).containsExactly("call.ended");
  }

  @Test
  void aDropInARoomIsTold() {
    Story story = Story.room().join(BOB).join(CAROL).lose(BOB);
    assertThat(story.heard(ALICE)).containsExactly("call.partyReconnecting");
    story.after(Story.GRACE_MS);
    assertThat(story.heard(ALICE)).containsExactly("call.partyLeft");
    assertThat(story.heard(CAROL, CallEvent.PartyLeft.class).reason())
        .isEqualTo(EndReason.CONNECTION_LOST);
  }

  @Test
  void aFreeMessageGoesToWhoIsInAndWhoRings() {
    Story story = Story.activeGroup();
    story.tell(new CallCommand.Update(BOB, new RawJson("{\"hand\":true}"), story.now()));
    assertThat(story.heard(ALICE)).containsExactly("call.updated");
    assertThat(story.heard(DAVE)).containsExactly("call.updated");
    assertThat(story.heard(BOB)).isEmpty();
    story.tell(new CallCommand.Update(DAVE, RawJson.EMPTY_OBJECT, story.now()));
    story.isRefused(ErrorCode.NOT_IN_CALL);
  }

  @Test
  void anOfferIsForACallBetweenTwo() {
    Story story = new Story();
    story.tell(
        new CallCommand.Create(
            ALICE,
            "call",
            List.of("bob", "carol"),
            MediaKind.AUDIO,
            false,
            null,
            Story.RING_MS,
            null,
            Story.OFFER,
            null,
            story.now()));
    story.isRefused(ErrorCode.BAD_REQUEST);
  }

  @Test
  void anAdministratorConvenesTakesOutAndEnds() {
    Story story = Story.convened();
    story.reach(Story.free("alice", ALICE), Story.free("bob", BOB), Story.free("carol", CAROL));
    assertThat(story.heard(ALICE)).containsExactly("call.invited");
    story.accept(BOB);
    assertThat(story.order()).containsExactly("alice", "bob", "carol");
    story.accept(ALICE);
    assertThat(story.heard(ALICE)).isEmpty();
    assertThat(story.heard(BOB)).containsExactly("call.partyJoined");
    assertThat(story.order()).containsExactly("bob", "alice", "carol");
    story.remove("carol");
    assertThat(story.heard(CAROL, CallEvent.Ended.class).reason())
        .isEqualTo(EndReason.ENDED_BY_ADMIN);
    assertThat(story.heard(BOB)).containsExactly("call.partyLeft");
    story.remove("carol").isRefused(ErrorCode.NOT_IN_CALL);
    story.tell(new CallCommand.End(story.now()));
    assertThat(story.heard(BOB, CallEvent.Ended.class).reason())
        .isEqualTo(EndReason.ENDED_BY_ADMIN);
  }

  @Test
  void aConvenedGroupThatNobodyEntersEndsWithTheBestReasonToo() {
    Story story = Story.convened();
    story.reach(Story.free("alice", ALICE), Story.free("bob", BOB), Story.free("carol", CAROL));
    story.reject(BOB, EndReason.BUSY).reject(CAROL, EndReason.DECLINED);
    assertThat(story.call().state()).isEqualTo(CallState.RINGING);
    story.reject(ALICE, EndReason.DECLINED);
    assertThat(story.call().end().reason()).isEqualTo(EndReason.BUSY);
    assertThat(story.call().end().by()).isNull();
  }

  @Test
  void aConvenedGroupIsPreparedInFiveSeconds() {
    Story story = Story.convened().open(BOB);
    assertThat(story.call().deadline()).isEqualTo(story.now() + 5_000);
  }

  @Test
  void whoLeavesHearsHowLongItWasAndWhoWasNeverInThatItWasNot() {
    Story story = Story.activeGroup().after(7_000).hangup(BOB);
    assertThat(story.heard(BOB, CallEvent.Ended.class).durationMs()).isEqualTo(7_000);
    story.reject(DAVE, EndReason.DECLINED);
    assertThat(story.heard(DAVE, CallEvent.Ended.class).durationMs()).isZero();
  }

  @Test
  void aDeviceWhoseUserIsNotRungAfterAllHearsNothing() {
    Story story = Story.preparingGroup().open(CAROL);
    story.reach(
        Story.free("bob", BOB),
        Reach.without("carol", Reach.Line.BUSY),
        Reach.without("dave", Reach.Line.UNREACHABLE));
    assertThat(story.heard(BOB)).containsExactly("call.invited");
    assertThat(story.heard(CAROL)).isEmpty();
  }

  private static CallCommand everyone(SessionRef from, boolean admin, Story story) {
    return new CallCommand.Hangup(from, EndReason.HANGUP, null, true, admin, story.now());
  }
}
