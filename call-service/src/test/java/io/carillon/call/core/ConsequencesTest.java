package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.ALICE_TABLET;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static io.carillon.call.core.Story.CAROL;
import static io.carillon.call.core.Story.DAVE;
import static io.carillon.call.core.Story.ERIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.EndReason;
import org.junit.jupiter.api.Test;

/** What the media adapter, the histories and the webhooks get to know of each step. */
class ConsequencesTest {
  @Test
  void aCallRingsOnceHoweverManyAreRungIntoItLater() {
    follows(Story.preparing());
    follows(Story.ringing(), Consequence.RINGS, Consequence.MEDIA_SESSION);
    Story story = Story.active().add(ALICE, "carol");
    follows(story);
    follows(story.reach(Story.free("carol", CAROL)), Consequence.MEDIA_SESSION);
  }

  @Test
  void whoIsBusyIsNotRung() {
    follows(Story.preparing().reach(Reach.without("bob", Reach.Line.BUSY)), Consequence.ENDED);
  }

  @Test
  void aUserIsAlertedByTheFirstDevice() {
    Story story = Story.ringing();
    follows(story.ring(BOB), Consequence.ALERTED);
    follows(story.ring(BOB_TABLET));
  }

  @Test
  void whoOnlySeemsToRingIsNotAlerted() {
    Story story = Story.preparing();
    story.reach(Reach.unaware("bob", false, new Party.Pretence("phone", story.now() + 200)));
    follows(story.after(200));
  }

  @Test
  void aCallIsAnsweredOnce() {
    Story story = Story.ringingGroup();
    follows(story.accept(BOB), Consequence.ANSWERED, Consequence.MEDIA_SESSION);
    follows(story.accept(CAROL), Consequence.MEDIA_SESSION);
  }

  @Test
  void aRoomOpensAndIsNeverAnswered() {
    Story story = Story.room();
    follows(story, Consequence.OPENED, Consequence.MEDIA_SESSION);
    follows(story.join(BOB), Consequence.MEDIA_SESSION);
  }

  @Test
  void aCallThatIsCrossedHasRungAllTheSame() {
    Story rings = Story.ringing();
    rings.tell(new CallCommand.Cross(BOB, rings.now()));
    follows(rings, Consequence.ANSWERED, Consequence.MEDIA_SESSION);
    Story preparing = Story.preparing();
    preparing.tell(new CallCommand.Cross(BOB, preparing.now()));
    follows(preparing, Consequence.RINGS, Consequence.ANSWERED, Consequence.MEDIA_SESSION);
  }

  @Test
  void aPartThatMovesToAnotherDeviceConcernsTheAdapterOnceItIsAccepted() {
    Story story = Story.active();
    follows(story.transfer(ALICE, ALICE_TABLET));
    follows(story.accept(ALICE_TABLET), Consequence.MEDIA_SESSION);
  }

  @Test
  void whoLeavesAGroupHasAHistoryOfItBeforeItsEnd() {
    Story story = Story.activeGroup();
    follows(story.reject(DAVE, EndReason.DECLINED), Consequence.PARTED, Consequence.MEDIA_SESSION);
    follows(story.join(ERIN), Consequence.MEDIA_SESSION);
    follows(story.hangup(ERIN), Consequence.PARTED, Consequence.MEDIA_SESSION);
  }

  @Test
  void theAdapterHearsOfTheEndOfEachCallOfWhichItHeard() {
    follows(Story.preparing().hangup(ALICE), Consequence.ENDED);
    follows(Story.ringing().hangup(ALICE), Consequence.ENDED, Consequence.MEDIA_SESSION);
    follows(Story.active().hangup(BOB), Consequence.ENDED, Consequence.MEDIA_SESSION);
  }

  private static void follows(Story story, Consequence... consequences) {
    assertThat(story.last().consequences()).containsExactlyInAnyOrder(consequences);
  }
}
