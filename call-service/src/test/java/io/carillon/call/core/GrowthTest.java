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
import io.carillon.protocol.PartyState;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.view.MediaFlags;
import org.junit.jupiter.api.Test;

class GrowthTest {
  @Test
  void moreUsersAreRungIntoACallBetweenTwo() {
    Story story = Story.active().add(ALICE, "carol", "bob");
    assertThat(story.last().announcements()).isEmpty();
    assertThat(story.call().deadline()).isEqualTo(story.now() + 5_000);
    story.reach(Story.free("carol", CAROL));
    assertThat(story.heard(CAROL)).containsExactly("call.invited");
    assertThat(story.heard(CAROL, CallEvent.Invited.class).call().state())
        .isEqualTo(CallState.ACTIVE);
    assertThat(story.heard(BOB)).containsExactly("call.state");
    assertThat(story.heard(ALICE)).isEmpty();
    assertThat(story.call().group()).isTrue();
    story.add(ALICE, "carol", "bob").isFineAndChangesNothing();
    story.accept(CAROL);
    assertThat(story.heard(ALICE)).containsExactly("call.accepted");
    assertThat(story.heard(BOB)).containsExactly("call.partyJoined");
  }

  @Test
  void whoIsNotInAddsNobody() {
    Story.ringing().add(BOB, "carol").isRefused(ErrorCode.NOT_IN_CALL);
    Story.active().add(CAROL, "dave").isRefused(ErrorCode.NOT_IN_CALL);
  }

  @Test
  void anInvitationThatIsNeverPreparedIsGivenUp() {
    Story story = Story.active().add(ALICE, "carol").after(5_000);
    assertThat(story.party("carol").isOut()).isTrue();
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
  }

  @Test
  void theFifthOfAMeshFindsItFull() {
    Story story = Story.activeGroup().accept(DAVE).add(ALICE, "erin");
    story.reach(Story.free("erin", ERIN));
    story.accept(ERIN).isRefused(ErrorCode.TOO_MANY_PARTIES);
    story.join(ERIN).isRefused(ErrorCode.TOO_MANY_PARTIES);
    story.hangup(DAVE).accept(ERIN);
    assertThat(story.party("erin").isIn()).isTrue();
  }

  @Test
  void aGroupCallCanBeJoinedAndACallBetweenTwoCannot() {
    Story story = Story.activeGroup().join(ERIN);
    assertThat(story.heard(ALICE)).containsExactly("call.partyJoined");
    assertThat(story.heard(ERIN)).isEmpty();
    assertThat(story.order()).containsExactly("alice", "carol", "bob", "erin", "dave");
    story.join(ERIN).isFineAndChangesNothing();
    Story.activeGroup().join(BOB_TABLET).isRefused(ErrorCode.ANSWERED_ELSEWHERE);
    Story.active().join(CAROL).isRefused(ErrorCode.CALL_NOT_FOUND);
    Story.ringing().join(BOB).isRefused(ErrorCode.INVALID_STATE);
  }

  @Test
  void oneWhoIsRungMayJoinInstead() {
    Story story = Story.ringingGroup().join(BOB);
    assertThat(story.call().state()).isEqualTo(CallState.ACTIVE);
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.handledElsewhere");
    assertThat(story.heard(ALICE)).containsExactly("call.accepted");
  }

  @Test
  void whoJoinsFindsAMeshFullToo() {
    Story story = Story.activeGroup().accept(DAVE).join(ERIN);
    story.isRefused(ErrorCode.TOO_MANY_PARTIES);
  }

  @Test
  void whoJoinsStandsBehindThoseWhoAreInEvenIfTheCreatorLeft() {
    Story story = Story.activeGroup().accept(DAVE).hangup(ALICE).join(ERIN);
    assertThat(story.order()).containsExactly("alice", "carol", "bob", "dave", "erin");
  }

  @Test
  void whoJoinsSendsWhatTheCallIsFor() {
    assertThat(Story.room().join(BOB).party("bob").media())
        .isEqualTo(new MediaFlags(true, true, false, false));
  }

  @Test
  void whoLeftIsRungAgainAndComesBackAsAnotherInstance() {
    Story story = Story.activeGroup().hangup(BOB).add(ALICE, "bob");
    assertThat(story.order()).containsExactly("alice", "carol", "dave", "bob");
    assertThat(story.party("bob").state()).isEqualTo(PartyState.INVITED);
    story.reach(Story.free("bob", BOB, BOB_TABLET));
    assertThat(story.heard(BOB)).containsExactly("call.invited");
    story.accept(BOB_TABLET);
    assertThat(story.heard(ALICE, CallEvent.Accepted.class).instance()).isEqualTo(2);
    assertThat(story.heard(CAROL, CallEvent.PartyJoined.class).instance()).isEqualTo(2);
    assertThat(story.order()).containsExactly("alice", "carol", "bob", "dave");
  }

  @Test
  void usersAreRungIntoARoom() {
    Story story = Story.room();
    long openedAt = story.call().startedAt();
    story.after(1_000).add(ALICE, "bob").reach(Story.free("bob", BOB));
    assertThat(story.heard(BOB)).containsExactly("call.invited");
    assertThat(story.call().startedAt()).isEqualTo(openedAt);
  }

  @Test
  void aSessionFromBeforeDoesNotSpeakForOneWhoIsRungAgain() {
    Story story = Story.activeGroup().hangup(BOB).add(ALICE, "bob");
    story.reach(Story.free("bob", BOB_TABLET));
    story.lose(BOB).isFineAndChangesNothing();
    assertThat(story.party("bob").state()).isEqualTo(PartyState.INVITED);
  }

  @Test
  void theOthersAreToldWhoIsBusy() {
    Story story = Story.activeGroup().add(ALICE, "erin");
    story.reach(Reach.without("erin", Reach.Line.BUSY));
    assertThat(story.heard(ALICE)).containsExactly("call.rejected");
    assertThat(story.heard(BOB)).containsExactly("call.partyLeft");
    assertThat(story.heard(CAROL, CallEvent.PartyLeft.class).reason()).isEqualTo(EndReason.BUSY);
  }

  @Test
  void anOfferToOneIsVoidOnceMoreAreRung() {
    Story story = Story.ringing().add(ALICE, "carol").reach(Story.free("carol", CAROL));
    assertThat(story.heard(CAROL, CallEvent.Invited.class).description()).isNull();
  }
}
