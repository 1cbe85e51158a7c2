package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static io.carillon.call.core.Story.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.event.CallEvent;
import org.junit.jupiter.api.Test;

class GlareTest {
  @Test
  void theCallThatStaysIsAnsweredByTheDeviceThatMadeTheOther() {
    Story story = Story.ringing();
    story.tell(new CallCommand.Cross(BOB, story.now()));
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    CallEvent.Accepted atCaller = story.heard(ALICE, CallEvent.Accepted.class);
    assertThat(atCaller.deviceId()).isEqualTo("phone");
    assertThat(atCaller.description()).isNull();
    CallEvent.Accepted atCallee = story.heard(BOB, CallEvent.Accepted.class);
    assertThat(atCallee.description()).isEqualTo(Story.OFFER);
    assertThat(atCallee.call().state()).isEqualTo(CallState.ACTIVE);
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.handledElsewhere");
    story.tell(new CallCommand.Cross(BOB, story.now())).isFineAndChangesNothing();
    story.tell(new CallCommand.Cross(BOB_TABLET, story.now())).isRefused(ErrorCode.INVALID_STATE);
  }

  @Test
  void aCallThatIsBeingPreparedCanBeTheOneThatStays() {
    Story story = Story.preparing();
    story.tell(new CallCommand.Cross(BOB, story.now()));
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    assertThat(story.heard(ALICE)).containsExactly("call.accepted");
    assertThat(story.heard(BOB)).containsExactly("call.accepted");
    story.reach(Story.free("bob", BOB)).tell(new CallCommand.Look(story.now()));
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
  }

  @Test
  void whoCrossesACallOfWhichNoDeviceWasToldHearsOfItsEnd() {
    Story story = Story.preparing();
    story.tell(new CallCommand.Cross(BOB, story.now())).hangup(ALICE);
    assertThat(story.heard(BOB)).containsExactly("call.ended");
  }

  @Test
  void theOtherCallNamesTheOneThatTookItsPlace() {
    Story story = Story.ringing();
    story.tell(new CallCommand.GiveWay("other", true, story.now()));
    assertThat(story.heard(ALICE, CallEvent.Ended.class).reason()).isEqualTo(EndReason.REPLACED);
    assertThat(story.heard(BOB)).containsExactly("call.ended");
    assertThat(story.call().survivor()).isEqualTo("other");
    story.again(ALICE).isFineAndChangesNothing();
  }

  @Test
  void aCallThatWasAnsweredGivesWayToARecallAndNotToGlare() {
    Story story = Story.active();
    story.tell(new CallCommand.GiveWay("other", true, story.now()));
    story.isRefused(ErrorCode.INVALID_STATE);
    story.tell(new CallCommand.GiveWay("other", false, story.now()));
    assertThat(story.call().end().reason()).isEqualTo(EndReason.REPLACED);
  }

  @Test
  void onlyOneWhoIsRungCrosses() {
    Story story = Story.ringing();
    story.tell(new CallCommand.Cross(CAROL, story.now())).isRefused(ErrorCode.INVALID_STATE);
    story.tell(new CallCommand.Cross(ALICE, story.now())).isRefused(ErrorCode.INVALID_STATE);
    Story group = Story.ringingGroup();
    group.tell(new CallCommand.Cross(BOB, group.now())).isRefused(ErrorCode.INVALID_STATE);
  }
}
