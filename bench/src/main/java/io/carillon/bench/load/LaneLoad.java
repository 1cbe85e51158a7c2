package io.carillon.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One lane's share of a phase of load. All methods are called on the lane's event loop. A call that
 * makes no progress for ten seconds fails, and its pair tries anew a second later.
 */
abstract class LaneLoad {

  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SWEEP_MS = 1_000;
  private static final long RECOVERY_MS = 1_000;

  private final Lane lane;
  private final Promise<Void> quiet = Promise.promise();
  private long sweeper;
  private boolean stopping;

  LaneLoad(Lane lane) {
    this.lane = lane;
  }

  /** Puts the load on; succeeds when it is on everywhere. */
  final Future<Void> begin() {
    sweeper = lane.setPeriodic(SWEEP_MS, () -> failWhatIsStuck(System.nanoTime()));
    return start();
  }

  /** Begins nothing any more; succeeds when all that was begun is over. */
  final Future<Void> stop() {
    stopping = true;
    windDown();
    checkQuiet();
    return quiet.future().onComplete(ignored -> lane.cancelTimer(sweeper));
  }

  final boolean isStopping() {
    return stopping;
  }

  final void checkQuiet() {
    if (stopping && isQuiet()) {
      quiet.tryComplete();
    }
  }

  final void afterRecovery(Runnable action) {
    lane.setTimer(RECOVERY_MS, action);
  }

  final void execute(Runnable action) {
    lane.execute(action);
  }

  abstract Future<Void> start();

  /** Something is due by the fixed rate. */
  abstract void arrive(long intendedNanos);

  abstract void windDown();

  abstract boolean isQuiet();

  abstract void failWhatIsStuck(long nowNanos);

  /** Gives up on what has not been begun. */
  abstract void abandon(long nowNanos);

  static LaneLoad of(LoadPlan plan, Lane lane, List<Pair> pairs, Tally tally) {
    return switch (plan.kind()) {
      case CALLS -> new CallLoad(lane, pairs, tally, plan.isOpenLoop());
      case MESSAGES -> new MessageLoad(lane, pairs, tally, plan.isOpenLoop() ? 0 : plan.window());
    };
  }
}
