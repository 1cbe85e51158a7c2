package io.carillon.faults.client;

import java.util.Random;

/**
 * Delays between attempts: random below a bound that doubles, so that the clients of a node that
 * went away do not come back at the same moment.
 */
final class Backoff {
  private static final long FIRST_MS = 200;
  private static final long MOST_MS = 4_000;

  private final Random random;
  private long bound = FIRST_MS;

  Backoff(Random random) {
    this.random = random;
  }

  /** The next delay, in milliseconds; never 0. */
  long next() {
    long delay = 1 + random.nextLong(bound);
    bound = Math.min(MOST_MS, bound * 2);
    return delay;
  }

  void reset() {
    bound = FIRST_MS;
  }
}
