package io.carillon.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.media.MediaRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final String CALL_ID = "0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f";
  private static final long NOW = 1_000_000;
  private static final SessionRef ALICE = session("alice", "pixel", "s1");
  private static final SessionRef BOB = session("bob", "mac", "s2");

  @Test
  void aMessageGoesToTheSessionOfTheOtherParty() {
    assertThat(route(call(2, NOW), ALICE, new DeviceRef("bob", "mac"), 2))
        .isEqualTo(new Route.To(BOB));
    assertThat(route(call(2, NOW), ALICE, new DeviceRef("bob", null), 2))
        .isEqualTo(new Route.To(BOB));
  }

  @Test
  void aMessageToAUserWhoHasNotAnsweredIsHeld() {
    assertThat(route(ringing(), ALICE, new DeviceRef("bob", null), 0))
        .isEqualTo(new Route.Hold("bob"));
  }

  @Test
  void beforeTheAnswerNoDeviceCanBeNamed() {
    assertRefused(route(ringing(), ALICE, new DeviceRef("bob", "mac"), 0), ErrorCode.NOT_IN_CALL);
  }

  @Test
  void nobodySpeaksToAnotherDeviceOfAParty() {
    assertRefused(
        route(call(0, NOW), ALICE, new DeviceRef("bob", "phone"), 0), ErrorCode.NOT_IN_CALL);
  }

  @Test
  void nobodySpeaksToAStrangerOrToHimself() {
    assertRefused(route(call(0, NOW), ALICE, new DeviceRef("eve", null), 0), ErrorCode.NOT_IN_CALL);
    assertRefused(
        route(call(0, NOW), ALICE, new DeviceRef("alice", null), 0), ErrorCode.NOT_IN_CALL);
  }

  @Test
  void aStrangerAndAnotherSessionOfAPartyAreNotInTheCall() {
    DeviceRef bob = new DeviceRef("bob", null);
    assertRefused(route(call(0, NOW), session("eve", "x", "s9"), bob, 0), ErrorCode.NOT_IN_CALL);
    assertRefused(
        route(call(0, NOW), session("alice", "pixel", "s9"), bob, 0), ErrorCode.NOT_IN_CALL);
  }

  @Test
  void whoIsInvitedAndHasNotAnsweredIsNotInTheCall() {
    assertRefused(route(ringing(), BOB, new DeviceRef("alice", null), 0), ErrorCode.NOT_IN_CALL);
  }

  @Test
  void nothingIsRelayedInACallThatIsOver() {
    MediaSession ended =
        new MediaSession("default", CALL_ID, 3, 0, Topology.DIRECT, List.of(), true);
    assertRefused(
        route(new MediaRecord(ended, 0), ALICE, new DeviceRef("bob", null), 0),
        ErrorCode.CALL_ENDED);
  }

  @Test
  void theEpochBeforeIsRelayedForThirtySeconds() {
    DeviceRef bob = new DeviceRef("bob", null);
    assertThat(route(call(2, NOW - 30_000), ALICE, bob, 1)).isEqualTo(new Route.To(BOB));
    assertRefused(route(call(2, NOW - 30_001), ALICE, bob, 1), ErrorCode.INVALID_STATE);
  }

  @Test
  void anOlderEpochAndOneThatIsNotYetAreRefused() {
    DeviceRef bob = new DeviceRef("bob", null);
    assertRefused(route(call(2, NOW), ALICE, bob, 0), ErrorCode.INVALID_STATE);
    assertRefused(route(call(2, NOW), ALICE, bob, 3), ErrorCode.INVALID_STATE);
  }

  private static void assertRefused(Route route, ErrorCode code) {
    assertThat(route)
        .isInstanceOfSatisfying(
            Route.Refuse.class, refused -> assertThat(refused.problem().code()).isEqualTo(code));
  }

  private static Route route(MediaRecord media, SessionRef from, DeviceRef to, int epoch) {
    RelayMessage message =
        new RelayMessage(RelayMessage.CANDIDATES, CALL_ID, to, epoch, ",\"candidates\":[]");
    return Route.of(media, from, message, NOW);
  }

  private static MediaRecord call(int epoch, long epochChangedAt) {
    return record(epoch, epochChangedAt, new Endpoint("bob", BOB));
  }

  private static MediaRecord ringing() {
    return record(0, NOW, new Endpoint("bob", null));
  }

  private static MediaRecord record(int epoch, long epochChangedAt, Endpoint other) {
    return new MediaRecord(
        new MediaSession(
            "default",
            CALL_ID,
            1,
            epoch,
            Topology.DIRECT,
            List.of(new Endpoint("alice", ALICE), other),
            false),
        epochChangedAt);
  }

  private static SessionRef session(String user, String device, String id) {
    return new SessionRef("default", user, device, id, "presence.deliver.n1");
  }
}
