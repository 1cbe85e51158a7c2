package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.ALICE_RELOADED;
import static io.carillon.call.core.Story.ALICE_TABLET;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.CAROL;
import static io.carillon.call.core.Story.DAVE;
import static io.carillon.call.core.Story.ERIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.contract.BridgeSupply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.MediaEvent;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;
import org.junit.jupiter.api.Test;

/** Who may mute and remove whom, and what a token lets its holder send. */
class RoleTest {
  private static final Muting AUDIO_OFF = new Muting(true, null, null);
  private static final SessionRef LISTENER = ERIN.publishing(Tracks.NONE);

  @Test
  void theCreatorMutesAPartyAndAllHearOfIt() {
    Story story = mute(Story.activeGroup(), ALICE, false, "bob", AUDIO_OFF);
    CallEvent.Muted muted =
        new CallEvent.Muted(
            "call", story.call().version(), "bob", "phone", true, false, false, "alice");
    for (SessionRef session : new SessionRef[] {ALICE, BOB, CAROL}) {
      assertThat(story.heard(session, CallEvent.Muted.class)).isEqualTo(muted);
    }
    assertThat(story.heard(DAVE)).isEmpty();
    assertThat(story.last().consequences()).containsExactly(Consequence.MEDIA_SESSION);
    assertThat(story.party("bob").media()).isEqualTo(new MediaFlags(false, true, false, false));
    assertThat(story.party("bob").view().muted()).isEqualTo(new Tracks(true, false, false));
    assertThat(story.party("carol").view().muted()).isNull();
    mute(story, ALICE, false, "bob", AUDIO_OFF).isFineAndChangesNothing();
  }

  @Test
  void whoIsMutedCannotUnmuteUntilThatIsTakenBack() {
    Story story = mute(Story.activeGroup(), ALICE, false, "bob", AUDIO_OFF);
    send(story, BOB, new MediaFlags(true, true, false, false)).isRefused(ErrorCode.FORBIDDEN);
    send(story, BOB, new MediaFlags(false, false, true, false));
    assertThat(story.party("bob").media().screen()).isTrue();
    mute(story, ALICE, false, "bob", new Muting(false, true, null));
    assertThat(story.party("bob").restraint().muted()).isEqualTo(new Tracks(false, true, false));
    send(story, BOB, new MediaFlags(true, false, false, false));
    assertThat(story.last().refusal()).isNull();
  }

  @Test
  void leavingDoesNotUnmute() {
    Story story = mute(Story.activeGroup(), ALICE, false, "bob", AUDIO_OFF).hangup(BOB).join(BOB);
    assertThat(story.party("bob").media().audio()).isFalse();
    assertThat(story.heard(ALICE, MediaEvent.StateChanged.class).audio()).isFalse();
  }

  @Test
  void onlyTheCreatorOrAnAdministratorMayMuteAndRemove() {
    Story story = Story.activeGroup();
    mute(story, BOB, false, "carol", AUDIO_OFF).isRefused(ErrorCode.FORBIDDEN);
    expel(story, BOB, false, "carol").isRefused(ErrorCode.FORBIDDEN);
    mute(story, ERIN, false, "carol", AUDIO_OFF).isRefused(ErrorCode.NOT_IN_CALL);
    expel(story, DAVE, false, "carol").isRefused(ErrorCode.NOT_IN_CALL);
    mute(story, BOB, true, "carol", AUDIO_OFF);
    assertThat(story.heard(CAROL, CallEvent.Muted.class).by()).isEqualTo("bob");
    mute(story, ERIN, true, "bob", AUDIO_OFF);
    assertThat(story.heard(BOB, CallEvent.Muted.class).by()).isEqualTo("erin");
    expel(story, ERIN, true, "carol");
    assertThat(story.party("carol").isOut()).isTrue();
    story.hangup(ALICE);
    mute(story, ALICE, false, "bob", AUDIO_OFF).isRefused(ErrorCode.NOT_IN_CALL);
  }

  @Test
  void nobodyMutesOrRemovesThemselvesOrWhoIsNotThere() {
    Story story = Story.activeGroup();
    mute(story, ALICE, false, "alice", AUDIO_OFF).isRefused(ErrorCode.BAD_REQUEST);
    expel(story, ALICE, true, "alice").isRefused(ErrorCode.BAD_REQUEST);
    mute(story, ALICE, false, "dave", AUDIO_OFF).isRefused(ErrorCode.NOT_IN_CALL);
    mute(story, ALICE, false, "erin", AUDIO_OFF).isRefused(ErrorCode.NOT_IN_CALL);
    expel(story, ALICE, false, "erin").isRefused(ErrorCode.NOT_IN_CALL);
    story.tell(new CallCommand.Silence("dave", AUDIO_OFF, story.now()));
    story.isRefused(ErrorCode.NOT_IN_CALL);
  }

  @Test
  void aDeviceThatIsNamedMustBeTheOneThatIsIn() {
    Story story = Story.activeGroup();
    story.tell(new CallCommand.Mute(ALICE, false, "bob", "tablet", AUDIO_OFF, story.now()));
    story.isRefused(ErrorCode.NOT_IN_CALL);
    story.tell(
        new CallCommand.Expel(ALICE, false, "bob", "tablet", EndReason.REMOVED, story.now()));
    story.isRefused(ErrorCode.NOT_IN_CALL);
    story.tell(new CallCommand.Expel(ALICE, false, "bob", "phone", EndReason.REMOVED, story.now()));
    assertThat(story.party("bob").isOut()).isTrue();
  }

  @Test
  void aCallBetweenTwoHasNoRoles() {
    mute(Story.active(), ALICE, false, "bob", AUDIO_OFF).isRefused(ErrorCode.INVALID_STATE);
    expel(Story.active(), ALICE, true, "bob").isRefused(ErrorCode.INVALID_STATE);
  }

  @Test
  void anAdministratorMutesInAnyCall() {
    Story story = Story.active();
    story.tell(new CallCommand.Silence("bob", AUDIO_OFF, story.now()));
    assertThat(story.heard(BOB, CallEvent.Muted.class).by()).isNull();
  }

  @Test
  void whoIsRemovedIsToldAndStaysOutUnlessAdded() {
    Story story = expel(Story.activeGroup(), ALICE, false, "bob");
    CallEvent.Ended ended = story.heard(BOB, CallEvent.Ended.class);
    assertThat(ended.reason()).isEqualTo(EndReason.REMOVED);
    assertThat(ended.by()).isEqualTo("alice");
    assertThat(story.heard(CAROL, CallEvent.PartyLeft.class).reason()).isEqualTo(EndReason.REMOVED);
    assertThat(story.last().consequences())
        .containsExactlyInAnyOrder(Consequence.PARTED, Consequence.MEDIA_SESSION);
    expel(story, ALICE, false, "bob").isFineAndChangesNothing();
    story.join(BOB).isRefused(ErrorCode.FORBIDDEN);
    story.add(CAROL, "bob").reach(Story.free("bob", BOB)).accept(BOB);
    assertThat(story.party("bob").state()).isEqualTo(PartyState.CONNECTING);
    story.hangup(BOB).join(BOB);
    assertThat(story.party("bob").isIn()).isTrue();
  }

  @Test
  void whoStillRingsCanBeRemovedToo() {
    Story story = expel(Story.activeGroup(), ALICE, false, "dave");
    assertThat(story.heard(DAVE, CallEvent.Ended.class).reason()).isEqualTo(EndReason.REMOVED);
    assertThat(story.heard(BOB)).containsExactly("call.partyLeft");
    story.join(DAVE).isRefused(ErrorCode.FORBIDDEN);
  }

  @Test
  void whomAnAdministratorRemovesStaysOutToo() {
    Story.activeGroup().remove("bob").join(BOB).isRefused(ErrorCode.FORBIDDEN);
  }

  @Test
  void aListenerSendsNothingAndTheOthersAreToldSo() {
    Story story = Story.activeGroup().join(LISTENER);
    assertThat(story.party("erin").media()).isEqualTo(new MediaFlags(false, false, false, false));
    assertThat(story.heard(ALICE)).containsExactly("call.partyJoined", "media.state");
    assertThat(story.party("erin").view().mayPublish()).isEqualTo(Tracks.NONE);
    assertThat(story.party("bob").view().mayPublish()).isNull();
    send(story, LISTENER, new MediaFlags(false, false, true, false)).isRefused(ErrorCode.FORBIDDEN);
    send(story, LISTENER, new MediaFlags(false, false, false, true));
    assertThat(story.party("erin").media().hold()).isTrue();
  }

  @Test
  void aTokenForAudioAloneLimitsWhoAnswersToo() {
    SessionRef bob = BOB.publishing(new Tracks(true, false, false));
    Story story = Story.ringingGroup().accept(bob);
    assertThat(story.party("bob").media()).isEqualTo(new MediaFlags(true, false, false, false));
    assertThat(story.heard(ALICE)).containsExactly("call.accepted", "media.state");
  }

  @Test
  void aTokenLimitsWhoTakesAPartOverAndWhoCrossesToo() {
    Story reloaded = Story.active().open(ALICE_RELOADED.publishing(Tracks.NONE));
    assertThat(reloaded.heard(BOB)).containsExactly("call.partyReconnected", "media.state");
    Story moved = Story.active().transfer(ALICE, ALICE_TABLET);
    moved.accept(ALICE_TABLET.publishing(Tracks.NONE));
    assertThat(moved.heard(BOB)).containsExactly("call.partyJoined", "media.state");
    Story crossed = Story.ringing();
    crossed.tell(new CallCommand.Cross(BOB.publishing(Tracks.NONE), crossed.now()));
    assertThat(crossed.heard(ALICE)).containsExactly("call.accepted", "media.state");
  }

  @Test
  void aNewTokenOfASessionCountsInTheCallsThatGoOn() {
    Story story = Story.activeGroup();
    SessionRef bob = BOB.publishing(Tracks.NONE);
    story.resume(bob);
    assertThat(story.party("bob").view().mayPublish()).isEqualTo(Tracks.NONE);
    assertThat(story.party("bob").media()).isEqualTo(new MediaFlags(false, false, false, false));
    assertThat(story.heard(ALICE)).containsExactly("media.state");
    assertThat(story.last().consequences()).containsExactly(Consequence.MEDIA_SESSION);
  }

  @Test
  void onABridgeTheAdapterHearsWhatIsSent() {
    Story story = Story.room().bridges(BridgeSupply.AVAILABLE).join(BOB);
    send(story, BOB, new MediaFlags(false, true, false, false));
    assertThat(story.last().consequences()).isEmpty();
    story.join(CAROL);
    send(story, BOB, new MediaFlags(true, true, false, false));
    assertThat(story.last().consequences()).containsExactly(Consequence.MEDIA_SESSION);
  }

  private static Story mute(
      Story story, SessionRef from, boolean admin, String user, Muting muting) {
    return story.tell(new CallCommand.Mute(from, admin, user, null, muting, story.now()));
  }

  private static Story expel(Story story, SessionRef from, boolean admin, String user) {
    return story.tell(
        new CallCommand.Expel(from, admin, user, null, EndReason.REMOVED, story.now()));
  }

  private static Story send(Story story, SessionRef from, MediaFlags media) {
    return story.tell(new CallCommand.SetMedia(from, media, story.now()));
  }
}
