package io.carillon.call;

import io.carillon.call.core.CallCommand;
import io.carillon.call.store.Calls;
import io.carillon.runtime.ServiceContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the calls of this node's partitions a tick when their deadline has come. Deadlines are part
 * of the calls: the node that takes over a partition takes over its deadlines.
 */
final class Sweeper {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final ServiceContext context;
  private final Calls calls;
  private final Switchboard switchboard;
  private final long intervalMs;

  Sweeper(ServiceContext context, Calls calls, Switchboard switchboard, Duration interval) {
    this.context = context;
    this.calls = calls;
    this.switchboard = switchboard;
    this.intervalMs = Math.max(1, interval.toMillis());
  }

  /** Starts; ends with the context that called. */
  void start() {
    context.vertx().setTimer(intervalMs, fired -> sweep());
  }

  /**
   * Looks on a worker thread, since the query blocks; the next round waits for this one. Without a
   * quorum somebody else may be looking after these calls.
   */
  private void sweep() {
    if (!context.quorum().isMet()) {
      start();
      return;
    }
    long now = context.clock().millis();
    context
        .vertx()
        .executeBlocking(() -> calls.due(now), false)
        .onSuccess(keys -> keys.forEach(key -> tick(key, now)))
        .onFailure(problem -> log.warn("due calls could not be looked for", problem))
        .onComplete(done -> start());
  }

  private void tick(String key, long now) {
    switchboard
        .carryOut(key, new CallCommand.Tick(now), null)
        .onFailure(problem -> log.warn("a due call did not get its tick", problem));
  }
}
