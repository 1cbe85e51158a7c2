package io.carillon.media.bridge;

import io.carillon.runtime.media.BridgeBoard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells call-service, by the {@link BridgeBoard}, whether there are bridges: at once when that
 * changes, and every few seconds, so that one sees that this adapter lives. Confined to one
 * context.
 */
final class BridgeReporter {
  private static final Logger log = LoggerFactory.getLogger(BridgeReporter.class);

  /** How often it looks for what only time changes, such as the end of a rest. */
  private static final long LOOK_INTERVAL_MS = 1_000;

  private final Vertx vertx;
  private final BridgeBoard board;
  private final String adapter;
  private final Supplier<BridgeSurvey> survey;
  private final LongSupplier clock;
  private int configured = -1;
  private int usable = -1;
  private long postedAt;
  private long timer = -1;
  private boolean stopped;

  BridgeReporter(
      Vertx vertx,
      BridgeBoard board,
      String adapter,
      Supplier<BridgeSurvey> survey,
      LongSupplier clock) {
    this.vertx = vertx;
    this.board = board;
    this.adapter = adapter;
    this.survey = survey;
    this.clock = clock;
  }

  void start() {
    look();
    timer = vertx.setPeriodic(LOOK_INTERVAL_MS, tick -> look());
  }

  /** Posts if there is something new, or it is time to. */
  void look() {
    if (stopped) {
      return;
    }
    BridgeSurvey now = survey.get();
    boolean changed = now.configured() != configured || now.usable() != usable;
    if (changed || clock.getAsLong() - postedAt >= BridgeBoard.POST_INTERVAL_MS) {
      configured = now.configured();
      usable = now.usable();
      postedAt = clock.getAsLong();
      board
          .post(adapter, configured, usable)
          .onFailure(
              problem -> {
                configured = -1;
                log.atDebug().setCause(problem).log("what bridges there are could not be posted");
              });
    }
  }

  /** Posts nothing more, and takes down what is up. */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return board.withdraw(adapter);
  }
}
