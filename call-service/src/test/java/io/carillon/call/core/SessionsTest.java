package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.ALICE_RELOADED;
import static io.carillon.call.core.Story.ALICE_TABLET;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.BOB_TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
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
  void theOfferOfAPageThatIsReloadedWhileTheCallIsPreparedIsVoidToo() {
    Story story = Story.preparing().open(ALICE_RELOADED);
    assertThat(story.last().consequences()).isEmpty();
    story.reach(Story.free("bob", BOB));
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
  void anInvitedSessionThatMovedToAnotherEdgeIsReachedThere() {
    SessionRef moved = Story.atAnotherEdge(BOB);
    Story story = Story.ringing().resume(moved).hangup(ALICE);
    assertThat(story.heard(moved)).containsExactly("call.ended");
    assertThat(story.heard(BOB)).isEmpty();
    assertThat(story.heard(BOB_TABLET)).containsExactly("call.ended");
  }

  @Test
  void aPartyThatMovedToAnotherEdgeBeforeItsDropWasNoticedIsReachedThere() {
    SessionRef moved = Story.atAnotherEdge(ALICE);
    Story story = Story.active().resume(moved);
    assertThat(story.last().announcements()).isEmpty();
    assertThat(story.party("alice").session()).isEqualTo(moved);
    assertThat(story.party("alice").instance()).isEqualTo(1);
    story.hangup(BOB);
    assertThat(story.heard(moved)).containsExactly("call.ended");
    assertThat(story.heard(ALICE)).isEmpty();
  }

  @Test
  void theAdapterHearsOfAPartyThatMovedAndNotOfOneThatIsMerelyBack() {
    SessionRef moved = Story.atAnotherEdge(ALICE);
    assertThat(Story.active().lose(ALICE).resume(moved).last().consequences())
        .containsExactly(Consequence.MEDIA_SESSION);
    assertThat(Story.active().lose(ALICE).resume(ALICE).last().consequences()).isEmpty();
    assertThat(Story.ringing().resume(Story.atAnotherEdge(BOB)).last().consequences()).isEmpty();
    Story preparing = Story.preparing().resume(moved);
    assertThat(preparing.last().consequences()).isEmpty();
    assertThat(preparing.party("alice").session()).isEqualTo(moved);
  }

  @Test
  void aSessionThatNeverWentComesBackToNothing() {
    Story.active().resume(ALICE).isFineAndChangesNothing();
    Story.ringing().resume(BOB).isFineAndChangesNothing();
    Story.active().open(ALICE).isFineAndChangesNothing();
  }

  @Test
  void aHelloThatIsToldTwiceInvitesTwiceAndChangesNothing() {
    Story.preparing().open(BOB).open(BOB).isFineAndChangesNothing();
    Story story = Story.ringing().open(BOB);
    assertThat(story.last().changes()).isFalse();
    assertThat(story.heard(BOB)).containsExactly("call.invited");
    assertThat(story.event(CallEvent.Invited.class).description()).isEqualTo(Story.OFFER);
    assertThat(story.event(CallEvent.Invited.class).version()).isEqualTo(story.call().version());
    assertThat(story.heard(BOB_TABLET)).isEmpty();
  }

  @Test
  void aSessionThatAnswersWhatAPushToldItOfHearsOfTheEnd() {
    Story story = Story.preparing().reach(Reach.free("bob", List.of(), true));
    story.accept(BOB).hangup(ALICE);
    assertThat(story.heard(BOB)).containsExactly("call.ended");
  }
}
