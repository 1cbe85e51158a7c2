package io.carillon.faults.log;

import java.util.concurrent.TimeUnit;

/**
 * The one clock of the load: milliseconds since the epoch that never jump. It runs beside the wall
 * clock of the nodes, which are on the same machine.
 */
public final class LoadClock {
  private final long wallAtStart = System.currentTimeMillis();
  private final long monotonicAtStart = System.nanoTime();

  /** Now. */
  public long millis() {
    return wallAtStart + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - monotonicAtStart);
  }
}
