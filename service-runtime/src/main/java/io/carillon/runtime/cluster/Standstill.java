package io.carillon.runtime.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still: it was stopped, or its machine slept. If that lasted as
 * long as others wait for a silent member, they have given this one up. It takes a few seconds more
 * to see that, in which it would hold the others for dead and act in their place.
 *
 * <p>Safe for use by several threads.
 */
final class Standstill implements AutoCloseable {
  /** A little shorter than the silence for which a member is given up (10 s). */
  static final Duration NOTICED_FROM = Duration.ofSeconds(8);

  /** For two rounds of heartbeats and what follows from them. */
  static final Duration FELT_FOR = Duration.ofSeconds(8);

  private static final long BEAT_MS = 500;

  private final LongSupplier nanoTime;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("carillon-heart").factory());
  private Future<?> beats = CompletableFuture.completedFuture(null);
  private long lastBeat;
  private long feltUntil;
  private long times;

  /**
   * Of this process, from now on.
   *
   * @param nanoTime a clock that goes on while the process stands still, in nanoseconds
   */
  Standstill(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastBeat = nanoTime.getAsLong();
    this.feltUntil = lastBeat;
  }

  /** Begins to beat. */
  void watch() {
    beats = heart.scheduleAtFixedRate(this::isFelt, BEAT_MS, BEAT_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Whether the process stood still so lately that its view of the others can't be trusted. Who
   * asks may be the first that runs again, so this is a beat like those of the watch.
   */
  synchronized boolean isFelt() {
    long now = nanoTime.getAsLong();
    if (now - lastBeat >= NOTICED_FROM.toNanos()) {
      feltUntil = now + FELT_FOR.toNanos();
      times++;
    }
    lastBeat = now;
    return now - feltUntil < 0;
  }

  /** How often the process has stood still. */
  synchronized long times() {
    return times;
  }

  @Override
  public void close() {
    beats.cancel(false);
    heart.shutdown();
  }
}
