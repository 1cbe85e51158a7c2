package io.carillon.call.core;

import static io.carillon.call.core.Story.ALICE;
import static io.carillon.call.core.Story.BOB;
import static io.carillon.call.core.Story.CAROL;
import static io.carillon.call.core.Story.DAVE;
import static io.carillon.call.core.Story.ERIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.Peer;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.Topology;
import io.carillon.protocol.TopologyWish;
import io.carillon.protocol.contract.BridgeSupply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.MediaEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When the media of a call moves onto a bridge, to another one, and back. */
class PathTest {
  private static final SessionRef FRANK = Story.session("frank", "phone", "f1");
  private static final SessionRef GRACE = Story.session("grace", "phone", "g1");

  @Test
  void twoAreDirectThoughThereIsABridge() {
    Story story = bridged(Story.ringingGroup()).accept(CAROL);
    assertThat(story.call().path().topology()).isEqualTo(Topology.DIRECT);
    assertThat(story.heard(ALICE)).containsExactly("call.accepted");
  }

  @Test
  void theThirdMovesAllOntoABridge() {
    Story story = bridged(Story.ringingGroup()).accept(CAROL).accept(BOB);
    MediaEvent.TopologyChanged told = story.heard(ALICE, MediaEvent.TopologyChanged.class);
    assertThat(told)
        .isEqualTo(
            new MediaEvent.TopologyChanged("call", story.call().version(), Topology.SFU, 1, null));
    assertThat(story.heard(ALICE)).containsExactly("call.accepted", "media.topology");
    assertThat(story.heard(CAROL)).containsExactly("call.partyJoined", "media.topology");
    assertThat(story.heard(BOB)).containsExactly("media.topology");
    assertThat(story.heard(DAVE)).isEmpty();
    assertThat(story.call().view().topology()).isEqualTo(Topology.SFU);
    assertThat(story.call().view().epoch()).isEqualTo(1);
    assertThat(story.last().consequences()).contains(Consequence.MEDIA_SESSION);
    assertThat(story.accept(DAVE).call().path().epoch()).isEqualTo(1);
  }

  @Test
  void whoJoinsMovesThemToo() {
    Story story = bridged(Story.room()).join(BOB);
    assertThat(epoch(story)).isZero();
    story.join(CAROL);
    assertThat(epoch(story)).isEqualTo(1);
    assertThat(story.heard(BOB)).containsExactly("call.partyJoined", "media.topology");
  }

  @ParameterizedTest
  @EnumSource(value = BridgeSupply.class, mode = EnumSource.Mode.EXCLUDE, names = "AVAILABLE")
  void withoutABridgeFourMakeAMesh(BridgeSupply supply) {
    Story story = Story.room().bridges(supply).join(BOB).join(CAROL).join(DAVE);
    assertThat(story.call().path().topology()).isEqualTo(Topology.DIRECT);
    assertThat(epoch(story)).isZero();
    story.join(ERIN).isRefused(ErrorCode.TOO_MANY_PARTIES);
    assertThat(story.last().refusal().message()).endsWith("without a videobridge");
  }

  @Test
  void theNextToEnterAMeshMovesItOntoABridgeThatIsThereByThen() {
    Story story = Story.room().join(BOB).join(CAROL).join(DAVE);
    bridged(story).join(ERIN);
    assertThat(story.call().path().topology()).isEqualTo(Topology.SFU);
  }

  @Test
  void aBridgeCarriesAsManyAsItIsSetTo() {
    Story story = bridged(Story.room()).join(BOB).join(CAROL).join(DAVE).join(ERIN).join(FRANK);
    story.join(GRACE).isRefused(ErrorCode.TOO_MANY_PARTIES);
    assertThat(story.last().refusal().message()).endsWith("as there can be");
    story.hangup(BOB).bridges(BridgeSupply.UNAVAILABLE).join(GRACE);
    assertThat(story.party("grace").isIn()).as("the bridge that it has is enough").isTrue();
    story.add(ALICE, "bob").reach(Story.free("bob", BOB)).accept(BOB);
    story.isRefused(ErrorCode.TOO_MANY_PARTIES);
  }

  @Test
  void aDirectCallStaysAMesh() {
    Story story = bridged(room(TopologyWish.DIRECT, BridgeSupply.AVAILABLE));
    story.join(BOB).join(CAROL).join(DAVE);
    assertThat(story.call().path().topology()).isEqualTo(Topology.DIRECT);
    story.join(ERIN).isRefused(ErrorCode.TOO_MANY_PARTIES);
  }

  @Test
  void aCallForABridgeIsOnOneFromTheBeginningAndStays() {
    Story story = room(TopologyWish.SFU, BridgeSupply.AVAILABLE).reach().join(BOB);
    assertThat(story.call().path().topology()).isEqualTo(Topology.SFU);
    assertThat(epoch(story)).isZero();
    assertThat(story.heard(ALICE)).containsExactly("call.partyJoined");
    assertThat(story.call().deadline()).isEqualTo(Call.NEVER);
  }

  @Test
  void aCallForABridgeIsNotMadeWithoutOne() {
    room(TopologyWish.SFU, BridgeSupply.NONE).isRefused(ErrorCode.NO_SFU);
    room(TopologyWish.SFU, BridgeSupply.UNAVAILABLE).isRefused(ErrorCode.SFU_UNAVAILABLE);
  }

  @Test
  void twoWhoAreLeftGiveTheBridgeUpAfterAWhile() {
    Story story = trio().hangup(CAROL);
    assertThat(story.call().deadline()).isEqualTo(story.now() + Story.DIRECT_AGAIN_MS);
    story.after(Story.DIRECT_AGAIN_MS - 1).isFineAndChangesNothing();
    story.after(1);
    assertThat(story.call().path())
        .isEqualTo(new MediaPath(TopologyWish.AUTO, Topology.DIRECT, 2, 0, 0, 0));
    assertThat(story.heard(ALICE)).containsExactly("media.topology");
    assertThat(story.heard(BOB)).containsExactly("media.topology");
    assertThat(story.last().consequences()).containsExactly(Consequence.MEDIA_SESSION);
    assertThat(story.call().deadline()).isEqualTo(Call.NEVER);
  }

  @Test
  void aThirdWhoComesInTimeKeepsTheBridge() {
    Story story = trio().hangup(CAROL).after(Story.DIRECT_AGAIN_MS - 1).join(CAROL);
    assertThat(story.call().deadline()).isEqualTo(Call.NEVER);
    assertThat(epoch(story)).isEqualTo(1);
    story.hangup(BOB);
    assertThat(story.call().deadline()).isEqualTo(story.now() + Story.DIRECT_AGAIN_MS);
  }

  @Test
  void theTimeOfTwoRunsOnWhateverElseHappens() {
    Story story = trio().hangup(CAROL);
    long until = story.call().deadline();
    story.after(1_000).lose(BOB).resume(BOB);
    assertThat(story.call().deadline()).isEqualTo(until);
    story.hangup(BOB);
    assertThat(story.call().deadline()).isEqualTo(until);
  }

  @Test
  void aLostBridgeIsReplaced() {
    Story story = lose(trio(), 1, true);
    assertThat(story.heard(CAROL, MediaEvent.TopologyChanged.class))
        .isEqualTo(
            new MediaEvent.TopologyChanged("call", story.call().version(), Topology.SFU, 2, null));
    assertThat(story.last().consequences()).containsExactly(Consequence.MEDIA_SESSION);
    lose(story, 1, true).isFineAndChangesNothing();
    lose(story, 3, true).isFineAndChangesNothing();
  }

  @Test
  void withoutAnotherBridgeFewGoOnAsAMesh() {
    Story story = lose(trio().bridges(BridgeSupply.UNAVAILABLE), 1, true);
    assertThat(story.heard(BOB, MediaEvent.TopologyChanged.class).topology())
        .isEqualTo(Topology.DIRECT);
    assertThat(epoch(story)).isEqualTo(2);
    lose(story, 2, true).isFineAndChangesNothing();
  }

  @Test
  void whereNoBridgeCouldBeHadNoneIsAskedForAtOnce() {
    Story story = lose(trio(), 1, false);
    assertThat(story.call().path().topology()).isEqualTo(Topology.DIRECT);
  }

  @Test
  void twoWhoLoseTheirBridgeNeedNoOther() {
    Story story = lose(trio().hangup(CAROL), 1, true);
    assertThat(story.call().path().topology()).isEqualTo(Topology.DIRECT);
    assertThat(story.call().deadline()).isEqualTo(Call.NEVER);
  }

  @Test
  void moreThanAMeshCanHaveWaitForABridge() {
    Story story = lose(quintet().bridges(BridgeSupply.UNAVAILABLE), 1, true);
    assertThat(story.heard(ERIN, MediaEvent.TopologyChanged.class))
        .isEqualTo(
            new MediaEvent.TopologyChanged("call", story.call().version(), Topology.SFU, 1, true));
    assertThat(story.call().view().interrupted()).isTrue();
    assertThat(story.call().deadline()).isEqualTo(story.now() + PathSteps.RENEW_MS);
    lose(story, 1, true).isFineAndChangesNothing();
    story.after(PathSteps.RENEW_MS);
    assertThat(story.last().announcements()).isEmpty();
    assertThat(story.call().deadline()).isEqualTo(story.now() + PathSteps.RENEW_MS);
    bridged(story).after(PathSteps.RENEW_MS);
    assertThat(story.heard(ALICE, MediaEvent.TopologyChanged.class).epoch()).isEqualTo(2);
    assertThat(story.call().view().interrupted()).isNull();
    assertThat(story.call().deadline()).isEqualTo(Call.NEVER);
  }

  @Test
  void whoWaitForABridgeAreAMeshOnceTheyAreFewEnough() {
    Story story = lose(quintet().bridges(BridgeSupply.UNAVAILABLE), 1, true).hangup(ERIN);
    story.after(PathSteps.RENEW_MS);
    assertThat(story.call().path().topology()).isEqualTo(Topology.DIRECT);
    assertThat(epoch(story)).isEqualTo(2);
  }

  @Test
  void aCallForABridgeWaitsForOneEvenBetweenTwo() {
    Story story = room(TopologyWish.SFU, BridgeSupply.AVAILABLE).reach().join(BOB);
    lose(story.bridges(BridgeSupply.UNAVAILABLE), 0, true);
    assertThat(story.call().path().isInterrupted()).isTrue();
    bridged(story).after(PathSteps.RENEW_MS);
    assertThat(story.call().path().isInterrupted()).isFalse();
    assertThat(epoch(story)).isEqualTo(1);
  }

  @Test
  void aCallThatIsOverIsNotInterrupted() {
    Story story = lose(quintet().bridges(BridgeSupply.UNAVAILABLE), 1, true);
    story.tell(new CallCommand.End(story.now()));
    assertThat(story.call().view().interrupted()).isNull();
    assertThat(lose(story, 1, true).last().changes()).isFalse();
  }

  @Test
  void anAdapterThatTellsWhatIsNoNewsLearnsHowTheCallStands() {
    Story moved = lose(trio(), 1, true);
    learnsHowItStands(lose(moved, 1, true));
    learnsHowItStands(lose(lose(moved, 2, false), 2, true));

    Story waits = lose(quintet().bridges(BridgeSupply.UNAVAILABLE), 1, true);
    learnsHowItStands(lose(waits, 1, true));

    Story over = trio();
    over.tell(new CallCommand.End(over.now()));
    learnsHowItStands(lose(over, 1, true));
  }

  private static void learnsHowItStands(Story story) {
    story.isFineAndChangesNothing();
    assertThat(story.last().consequences()).containsExactly(Consequence.MEDIA_SESSION);
  }

  @Test
  void pathsThatHalvesOfAClusterKnewDifferentlyGoOnInANewEpoch() {
    Call here = trio().call();
    Call there = lose(trio(), 1, true).hangup(CAROL).call();
    assertThat(here.mergedWith(there).path().epoch()).isEqualTo(3);
    assertThat(there.mergedWith(here).path()).isEqualTo(here.mergedWith(there).path());
    assertThat(here.mergedWith(trio().hangup(CAROL).call()).path().epoch()).isEqualTo(1);
  }

  @Test
  void aBridgeIsAPeerFromTheFirstOneOnAndInACallThatNeverHadOneItIsNot() {
    connect(Story.active(), BOB).isRefused(ErrorCode.BAD_REQUEST);
    Story first = room(TopologyWish.SFU, BridgeSupply.AVAILABLE).join(BOB);
    assertThat(connect(first, BOB).party("bob").state()).isEqualTo(PartyState.CONNECTED);
    Story direct = trio().hangup(CAROL).after(Story.DIRECT_AGAIN_MS);
    assertThat(connect(direct, BOB).party("bob").state())
        .as("what was said of the bridge may come late")
        .isEqualTo(PartyState.CONNECTED);
  }

  private static Story connect(Story story, SessionRef from) {
    return story.tell(
        new CallCommand.ReportConnection(from, Peer.BRIDGE, PeerState.CONNECTED, story.now()));
  }

  private static Story bridged(Story story) {
    return story.bridges(BridgeSupply.AVAILABLE);
  }

  /** Alice, Bob and Carol in a room, on a bridge. */
  private static Story trio() {
    return bridged(Story.room()).join(BOB).join(CAROL);
  }

  private static Story quintet() {
    return trio().join(DAVE).join(ERIN);
  }

  private static Story lose(Story story, int epoch, boolean renew) {
    return story.tell(new CallCommand.BridgeLost(epoch, renew, story.now()));
  }

  private static Story room(TopologyWish topology, BridgeSupply supply) {
    Story story = new Story().bridges(supply);
    story.tell(
        new CallCommand.Create(
            ALICE,
            "call",
            List.of(),
            MediaKind.VIDEO,
            true,
            "lobby",
            Story.RING_MS,
            null,
            null,
            topology,
            story.now()));
    return story.last().refusal() == null ? story.reach() : story;
  }

  private static int epoch(Story story) {
    return story.call().path().epoch();
  }
}
