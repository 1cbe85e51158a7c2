package io.carillon.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.media.colibri.BridgeFailure;
import io.carillon.media.colibri.EndpointChange;
import io.carillon.media.conference.ConferenceMedia;
import io.carillon.videobridge.Behaviour;
import io.carillon.videobridge.VideobridgeStandIn;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool of two bridges, told to do what bridges do at their worst. */
class BridgePoolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TRIES = 20;

  private VideobridgeStandIn one;
  private VideobridgeStandIn other;

  @BeforeEach
  void start() {
    one = VideobridgeStandIn.start();
    other = VideobridgeStandIn.start();
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  @Test
  void aBridgeIsKnownByWhatItSaysOfItself() {
    one.region("eu");
    one.stress(0.25);
    try (Adapter adapter = Adapter.of(one)) {
      awaitState(adapter, one, BridgeState.UP);
      BridgeView view = adapter.view(one);
      assertThat(view.region()).isEqualTo("eu");
      assertThat(view.stress()).isEqualTo(0.25);
      assertThat(view.version()).startsWith("2.3");
      assertThat(view.conferences()).isZero();
      assertThat(view.endpoints()).isZero();
      assertThat(adapter.chosen().region()).contains("eu");
    }
  }

  @Test
  void conferencesGoToTheBridgeWithLessStressAndNeverToOneToAvoid() {
    one.stress(0.5);
    try (Adapter adapter = upAndRunning()) {
      assertAlways(adapter, other);
      await().atMost(PATIENCE).until(() -> adapter.view(one).stress() > 0.4);
      assertThat(adapter.pool.choose(new Wish(2, 1, List.of(), Set.of(Adapter.id(other)))))
          .map(Bridge::id)
          .contains(Adapter.id(one));
    }
  }

  @Test
  void whoHasJustJoinedCountsUntilTheStatisticsShowIt() {
    try (Adapter adapter = upAndRunning()) {
      Bridge first = adapter.chosen();
      adapter.pool.joined(first);
      adapter.pool.joined(first);
      VideobridgeStandIn rest = first.id().equals(Adapter.id(one)) ? other : one;
      assertAlways(adapter, rest);
      adapter.clock.addAndGet(RecentJoins.RAMP_UP_MS);
      assertThat(adapter.view(one).stress()).isEqualTo(adapter.view(other).stress());
    }
  }

  @Test
  void aBridgeThatFailsIsLostOnceAndRestsForAMinute() {
    try (Adapter adapter = upAndRunning()) {
      one.behave(Behaviour.FAILING);
      awaitLost(adapter, 1);
      assertThat(adapter.state(one)).isEqualTo(BridgeState.FAILED);
      assertAlways(adapter, other);

      one.behave(Behaviour.NORMAL);
      awaitState(adapter, one, BridgeState.RESTING);
      assertAlways(adapter, other);
      adapter.clock.addAndGet(Standing.REST_MS);
      awaitState(adapter, one, BridgeState.UP);
      assertThat(adapter.lost).hasSize(1);

      one.behave(Behaviour.FAILING);
      awaitLost(adapter, 2);
    }
  }

  @Test
  void aBridgeThatIsKilledIsLost() {
    try (Adapter adapter = upAndRunning()) {
      one.close();
      awaitLost(adapter, 1);
      assertAlways(adapter, other);
    }
  }

  @Test
  void aBridgeThatHangsGetsNothingNewAndKeepsWhatItHas() {
    try (Adapter adapter = Adapter.withTimeout("2s", one, other)) {
      awaitUp(adapter);
      one.behave(Behaviour.HANGING);
      awaitState(adapter, one, BridgeState.SILENT);
      assertAlways(adapter, other);

      one.behave(Behaviour.NORMAL);
      awaitState(adapter, one, BridgeState.UP);
      assertThat(adapter.lost).isEmpty();
    }
  }

  @Test
  void aBridgeThatGoesOnHangingIsLost() {
    try (Adapter adapter = Adapter.withTimeout("300ms", one)) {
      awaitState(adapter, one, BridgeState.UP);
      one.behave(Behaviour.HANGING);
      awaitLost(adapter, 1);
      assertThat(adapter.state(one)).isEqualTo(BridgeState.FAILED);
    }
  }

  @Test
  void aBridgeThatIsDrainedIsAvoidedByAllAdaptersAndByThoseThatStartLater() {
    try (Adapter adapter = upAndRunning();
        Adapter second = upAndRunning()) {
      assertThat(done(adapter.pool.drain(Adapter.id(one), true)))
          .hasValueSatisfying(view -> assertThat(view.draining()).isTrue());
      awaitState(adapter, one, BridgeState.DRAINING);
      awaitState(second, one, BridgeState.DRAINING);
      assertAlways(adapter, other);
      assertAlways(second, other);
      try (Adapter third = Adapter.of(one, other)) {
        awaitState(third, other, BridgeState.UP);
        awaitState(third, one, BridgeState.DRAINING);
        assertAlways(third, other);

        done(third.pool.drain(Adapter.id(one), false));
        awaitState(adapter, one, BridgeState.UP);
        awaitState(second, one, BridgeState.UP);
      }
    }
  }

  @Test
  void anUnknownBridgeCannotBeDrained() {
    try (Adapter adapter = upAndRunning()) {
      assertThat(done(adapter.pool.drain("10.0.0.7:8080", true))).isEmpty();
    }
  }

  @Test
  void aBridgeInGracefulShutdownTakesNothingNewEvenIfThereIsNoOther() {
    one.behave(Behaviour.SHUTTING_DOWN);
    try (Adapter adapter = Adapter.of(one)) {
      awaitState(adapter, one, BridgeState.SHUTTING_DOWN);
      assertThat(adapter.pool.choose(new Wish(2, 1, List.of(), Set.of()))).isEmpty();
      assertThat(adapter.lost).isEmpty();
    }
  }

  @Test
  void aRefusalForGracefulShutdownIsKnownWithoutAsking() {
    try (Adapter adapter = Adapter.thatAsksOnce(one, other)) {
      awaitUp(adapter);
      Bridge bridge = bridge(adapter, one);
      one.behave(Behaviour.SHUTTING_DOWN);
      adapter.pool.failed(bridge, failure(create(bridge)));
      assertThat(adapter.state(one)).isEqualTo(BridgeState.SHUTTING_DOWN);
      assertAlways(adapter, other);
    }
  }

  @Test
  void aFailedRequestShowsAtOnceThatABridgeIsLost() {
    try (Adapter adapter = Adapter.thatAsksOnce(one, other)) {
      awaitUp(adapter);
      Bridge bridge = bridge(adapter, one);
      one.behave(Behaviour.FAILING);
      adapter.pool.failed(bridge, failure(bridge.client().expire("a conference")));
      assertAlways(adapter, other);
      awaitLost(adapter, 1);
    }
  }

  @Test
  void aFailedRequestOfAHealthyBridgeHasItRest() {
    try (Adapter adapter = Adapter.thatAsksOnce(one, other)) {
      awaitUp(adapter);
      Bridge bridge = bridge(adapter, one);
      one.behave(Behaviour.FAILING);
      BridgeFailure failure = failure(bridge.client().expire("a conference"));
      one.behave(Behaviour.NORMAL);
      adapter.pool.failed(bridge, failure);
      assertThat(adapter.state(one)).isEqualTo(BridgeState.RESTING);
      assertAlways(adapter, other);
      adapter.clock.addAndGet(Standing.REST_MS);
      awaitState(adapter, one, BridgeState.UP);
      assertThat(adapter.lost).isEmpty();
    }
  }

  @Test
  void aBridgeThatLostItsConferencesIsAsGoodAsBefore() {
    try (Adapter adapter = Adapter.thatAsksOnce(one, other)) {
      awaitUp(adapter);
      Bridge bridge = bridge(adapter, one);
      done(create(bridge));
      one.forget();
      BridgeFailure failure = failure(bridge.client().expire("a conference"));
      assertThat(failure.kind()).isEqualTo(BridgeFailure.Kind.CONFERENCE_MISSING);
      adapter.pool.failed(bridge, failure);
      assertThat(adapter.state(one)).isEqualTo(BridgeState.UP);
    }
  }

  @Test
  void asSoonAsABridgeIsSuspectedItIsAsked() {
    try (Adapter adapter = Adapter.thatAsksOnce(one, other)) {
      awaitUp(adapter);
      Bridge bridge = bridge(adapter, one);
      one.close();
      adapter.pool.suspect(bridge);
      awaitLost(adapter, 1);
    }
  }

  @Test
  void aBridgeThatIsWithdrawnKeepsItsConferencesAndGoesWithTheLast() {
    try (Adapter adapter = upAndRunning()) {
      Bridge bridge = bridge(adapter, one);
      done(create(bridge));
      await().atMost(PATIENCE).until(() -> adapter.view(one).conferences() == 1);
      adapter.announce(other);
      awaitState(adapter, one, BridgeState.WITHDRAWN);
      assertAlways(adapter, other);

      one.forget();
      await()
          .atMost(PATIENCE)
          .until(() -> adapter.pool.survey().bridges().equals(List.of(adapter.view(other))));
      assertThat(adapter.lost).isEmpty();

      adapter.announce(one, other);
      await().atMost(PATIENCE).until(() -> adapter.pool.survey().usable() == 2);
    }
  }

  @Test
  void aBridgeThatIsWithdrawnAndThenDiesIsLost() {
    try (Adapter adapter = upAndRunning()) {
      done(create(bridge(adapter, one)));
      await().atMost(PATIENCE).until(() -> adapter.view(one).conferences() == 1);
      adapter.announce(other);
      one.close();
      awaitLost(adapter, 1);
      await().atMost(PATIENCE).until(() -> adapter.pool.survey().bridges().size() == 1);
    }
  }

  @Test
  void choicesLossesAndRefusalsAreCounted() {
    try (Adapter adapter = Adapter.of(one)) {
      awaitState(adapter, one, BridgeState.UP);
      adapter.chosen();
      assertThat(adapter.pool.choose(new Wish(80, 1, List.of(), Set.of()))).isEmpty();
      one.close();
      awaitLost(adapter, 1);
      BridgeFigures figures = new BridgeFigures(adapter.registry);
      assertThat(figures.of("carillon_bridge_choices", "anywhere")).isEqualTo(1);
      assertThat(figures.of("carillon_bridge_refusals")).isEqualTo(1);
      assertThat(figures.of("carillon_bridge_losses")).isEqualTo(1);
      assertThat(figures.of("carillon_bridges", "failed")).isEqualTo(1);
      assertThat(figures.of("carillon_bridges", "up")).isZero();
      assertThat(figures.of("carillon_bridges_configured")).isEqualTo(1);
      assertThat(figures.of("carillon_bridge_stress", Adapter.id(one))).isZero();
    }
  }

  private Adapter upAndRunning() {
    Adapter adapter = Adapter.of(one, other);
    awaitUp(adapter);
    return adapter;
  }

  private void awaitUp(Adapter adapter) {
    awaitState(adapter, one, BridgeState.UP);
    awaitState(adapter, other, BridgeState.UP);
  }

  private static void awaitState(Adapter adapter, VideobridgeStandIn bridge, BridgeState state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(adapter.state(bridge)).isEqualTo(state));
  }

  private void awaitLost(Adapter adapter, int times) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(adapter.lost)
                    .hasSize(times)
                    .extracting(Bridge::id)
                    .containsOnly(Adapter.id(one)));
  }

  private static void assertAlways(Adapter adapter, VideobridgeStandIn bridge) {
    for (int i = 0; i < TRIES; i++) {
      assertThat(adapter.chosen().id()).isEqualTo(Adapter.id(bridge));
    }
  }

  private static Bridge bridge(Adapter adapter, VideobridgeStandIn standIn) {
    for (int i = 0; i < 1_000; i++) {
      Bridge chosen = adapter.chosen();
      if (chosen.id().equals(Adapter.id(standIn))) {
        return chosen;
      }
    }
    throw new AssertionError("never chosen: " + standIn.address());
  }

  private static Future<?> create(Bridge bridge) {
    return bridge
        .client()
        .allocate(
            UUID.randomUUID().toString(),
            true,
            new EndpointChange.Create("alice", "of-alice", ConferenceMedia.DEFAULT));
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static BridgeFailure failure(Future<?> future) {
    return (BridgeFailure)
        future.toCompletionStage().toCompletableFuture().handle((done, problem) -> problem).join();
  }
}
