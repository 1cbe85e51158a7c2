package io.carillon.faults.client;

import io.vertx.core.Vertx;

/**
 * Finds a dead socket: asks when nothing came for a while, and gives up when nothing comes then.
 */
final class Liveness {
  private static final long LONGEST_ANSWER_MS = 10_000;

  private final Vertx vertx;
  private final Runnable ask;
  private final Runnable giveUp;
  private long idleMs;
  private long timer;

  Liveness(Vertx vertx, Runnable ask, Runnable giveUp) {
    this.vertx = vertx;
    this.ask = ask;
    this.giveUp = giveUp;
  }

  /** A session has a socket, on which something comes once in that time. */
  void start(long intervalMs) {
    idleMs = intervalMs;
    heard();
  }

  void stop() {
    idleMs = 0;
    vertx.cancelTimer(timer);
  }

  /** Something came. */
  void heard() {
    if (idleMs > 0) {
      vertx.cancelTimer(timer);
      timer = vertx.setTimer(idleMs, fired -> asks());
    }
  }

  private void asks() {
    ask.run();
    timer = vertx.setTimer(Math.min(LONGEST_ANSWER_MS, idleMs), fired -> giveUp.run());
  }
}
