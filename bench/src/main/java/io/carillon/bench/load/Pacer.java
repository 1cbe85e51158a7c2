package io.carillon.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * A thread that calls at a fixed rate, each time with the moment that was intended. When it is late
 * it catches up at once and still states the intended moments, so that no wait is hidden.
 */
final class Pacer {

  private final long intervalNanos;
  private final LongConsumer onArrival;
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * @param perSecond arrivals per second, more than 0
   * @param onArrival gets each intended moment, in {@link System#nanoTime()}; called on the pacer's
   *     thread
   */
  Pacer(double perSecond, LongConsumer onArrival) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate is more than 0, not " + perSecond);
    }
    this.intervalNanos = Math.max(1, Math.round(TimeUnit.SECONDS.toNanos(1) / perSecond));
    this.onArrival = onArrival;
    this.thread = Thread.ofPlatform().name("pacer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Ends the arrivals; none comes after this has returned. */
  void stop() throws InterruptedException {
    stopped = true;
    LockSupport.unpark(thread);
    thread.join();
  }

  private void run() {
    long intended = System.nanoTime();
    while (!stopped) {
      long early = intended - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      } else {
        onArrival.accept(intended);
        intended += intervalNanos;
      }
    }
  }
}
