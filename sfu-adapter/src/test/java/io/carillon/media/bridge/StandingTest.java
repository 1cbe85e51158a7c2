package io.carillon.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.media.colibri.BridgeHealth;
import io.carillon.media.colibri.BridgeStatistics;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final long NOW = 1_000_000;
  private static final Standing UP =
      Standing.FIRST.after(BridgeHealth.HEALTHY, NOW).after(figures(false, false));

  @Test
  void aBridgeThatHasNotAnsweredIsNotUsed() {
    assertThat(Standing.FIRST.state(NOW)).isEqualTo(BridgeState.NEW);
    assertThat(Standing.FIRST.after(BridgeHealth.SILENT, NOW).state(NOW))
        .isEqualTo(BridgeState.NEW);
  }

  @Test
  void aHealthyBridgeIsTakenToDrainUntilItsStatisticsSayOtherwise() {
    Standing healthy = Standing.FIRST.after(BridgeHealth.HEALTHY, NOW);
    assertThat(healthy.state(NOW)).isEqualTo(BridgeState.DRAINING);
    assertThat(healthy.after(figures(false, false)).state(NOW)).isEqualTo(BridgeState.UP);
    assertThat(healthy.after(figures(true, false)).state(NOW)).isEqualTo(BridgeState.DRAINING);
  }

  @Test
  void aBridgeThatShutsDownIsNotUsedUntilItsStatisticsSayOtherwise() {
    assertThat(UP.after(figures(false, true)).state(NOW)).isEqualTo(BridgeState.SHUTTING_DOWN);
    assertThat(UP.goingDown().state(NOW)).isEqualTo(BridgeState.SHUTTING_DOWN);
    assertThat(UP.goingDown().after(figures(false, false)).state(NOW)).isEqualTo(BridgeState.UP);
  }

  @Test
  void aFailureLosesTheBridgeOnce() {
    Standing failed = UP.after(BridgeHealth.FAILED, NOW);
    assertThat(failed.state(NOW)).isEqualTo(BridgeState.FAILED);
    assertThat(failed.isLostSince(UP)).isTrue();
    assertThat(failed.after(BridgeHealth.FAILED, NOW + 1).isLostSince(failed)).isFalse();
    assertThat(failed.after(BridgeHealth.SILENT, NOW + 1).state(NOW + 1))
        .isEqualTo(BridgeState.FAILED);
  }

  @Test
  void aBridgeThatWasNeverThereIsNotLost() {
    Standing failed = Standing.FIRST.after(BridgeHealth.FAILED, NOW);
    assertThat(failed.state(NOW)).isEqualTo(BridgeState.FAILED);
    assertThat(failed.isLostSince(Standing.FIRST)).isFalse();
  }

  @Test
  void aBridgeThatFailedRestsForAMinuteHoweverWellItIs() {
    Standing again = UP.after(BridgeHealth.FAILED, NOW).after(BridgeHealth.HEALTHY, NOW + 1);
    assertThat(again.state(NOW + Standing.REST_MS - 1)).isEqualTo(BridgeState.RESTING);
    assertThat(again.state(NOW + Standing.REST_MS)).isEqualTo(BridgeState.UP);
  }

  @Test
  void aBridgeThatFailedARequestRestsAndIsNotLost() {
    Standing unfit = UP.unfit(NOW);
    assertThat(unfit.state(NOW)).isEqualTo(BridgeState.RESTING);
    assertThat(unfit.isLostSince(UP)).isFalse();
    assertThat(unfit.state(NOW + Standing.REST_MS)).isEqualTo(BridgeState.UP);
  }

  @Test
  void aSilenceKeepsConferencesAwayUntilTheNextAnswer() {
    Standing silent = UP.after(BridgeHealth.SILENT, NOW);
    assertThat(silent.state(NOW)).isEqualTo(BridgeState.SILENT);
    assertThat(silent.isLostSince(UP)).isFalse();
    assertThat(silent.after(BridgeHealth.HEALTHY, NOW).state(NOW)).isEqualTo(BridgeState.UP);
  }

  @Test
  void theThirdSilenceInARowIsAFailure() {
    Standing second =
        UP.after(BridgeHealth.SILENT, NOW)
            .after(BridgeHealth.HEALTHY, NOW)
            .after(BridgeHealth.SILENT, NOW)
            .after(BridgeHealth.SILENT, NOW);
    assertThat(second.state(NOW)).isEqualTo(BridgeState.SILENT);
    Standing third = second.after(BridgeHealth.SILENT, NOW);
    assertThat(third.state(NOW)).isEqualTo(BridgeState.FAILED);
    assertThat(third.isLostSince(second)).isTrue();
  }

  @Test
  void aBridgeThatIsWithdrawnIsNotUsedAndIsDoneWithWhenItHasNoConferences() {
    Standing withdrawn = UP.announced(false);
    assertThat(withdrawn.state(NOW)).isEqualTo(BridgeState.WITHDRAWN);
    assertThat(withdrawn.isDone(false)).isFalse();
    assertThat(withdrawn.isDone(true)).isTrue();
    assertThat(withdrawn.after(BridgeHealth.SILENT, NOW).isDone(true)).isFalse();
    assertThat(withdrawn.after(BridgeHealth.FAILED, NOW).isDone(false)).isTrue();
    assertThat(withdrawn.announced(true)).isEqualTo(UP);
  }

  @Test
  void aBridgeThatIsToBeUsedIsNeverDoneWith() {
    assertThat(UP.isDone(true)).isFalse();
    assertThat(UP.after(BridgeHealth.FAILED, NOW).isDone(true)).isFalse();
  }

  @Test
  void whatAnOperatorSaysOfDrainingHoldsUntilTheNextStatistics() {
    assertThat(UP.draining(true).state(NOW)).isEqualTo(BridgeState.DRAINING);
    assertThat(UP.draining(true).draining(false)).isEqualTo(UP);
    assertThat(UP.draining(true).after(figures(false, false)).state(NOW)).isEqualTo(BridgeState.UP);
  }

  @Test
  void joinsAreRememberedForTheRampUp() {
    RecentJoins joins = new RecentJoins();
    joins.add(NOW);
    joins.add(NOW + 1);
    assertThat(joins.count(NOW + RecentJoins.RAMP_UP_MS - 1)).isEqualTo(2);
    assertThat(joins.count(NOW + RecentJoins.RAMP_UP_MS)).isEqualTo(1);
    assertThat(joins.count(NOW + RecentJoins.RAMP_UP_MS + 1)).isZero();
  }

  private static BridgeStatistics figures(boolean draining, boolean shuttingDown) {
    return new BridgeStatistics("2.3", null, 0.1, 0.01, 3, 1, draining, shuttingDown);
  }
}
