package io.carillon.call.webhook;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When a delivery that failed is tried again: the schedule of Standard Webhooks 1.0 (5 s, 5 min, 30
 * min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h), scaled from its first delay, each time a fifth sooner or
 * later.
 *
 * @param first the first delay
 * @param attempts how many times a delivery is tried, 1 to {@value #MOST_ATTEMPTS}
 */
record RetrySchedule(Duration first, int attempts) {
  /** With these every delay of the schedule is used. */
  static final int MOST_ATTEMPTS = 10;

  private static final int[] TIMES_FIRST = {
    1, 60, 360, 1_440, 3_600, 7_200, 10_080, 14_400, 17_280
  };
  private static final double JITTER = 0.2;

  RetrySchedule {
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException("attempts: " + attempts);
    }
  }

  /**
   * How long to wait after an attempt that failed, in milliseconds; empty if it was the last.
   *
   * @param attempt counts from 1
   * @param random from 0 to 1
   */
  OptionalLong delayMs(int attempt, double random) {
    if (attempt >= attempts) {
      return OptionalLong.empty();
    }
    double factor = 1 + JITTER * (2 * random - 1);
    return OptionalLong.of(Math.round(first.toMillis() * TIMES_FIRST[attempt - 1] * factor));
  }
}
