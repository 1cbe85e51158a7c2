package io.carillon.bench.load;

import java.time.Duration;

/**
 * One phase of load.
 *
 * @param kind what is repeated
 * @param ratePerSecond arrivals per second (open loop), or 0: each pair as fast as it can (closed
 *     loop)
 * @param window candidates in flight for each direction of a call, in the closed loop of messages
 * @param ramp time under load before the measuring window opens
 * @param duration length of the measuring window at most
 * @param limit completions after which the window closes early
 */
public record LoadPlan(
    Kind kind, double ratePerSecond, int window, Duration ramp, Duration duration, long limit) {

  /** What is repeated. */
  public enum Kind {
    /** Whole calls. */
    CALLS,
    /** Candidates within calls that stay. */
    MESSAGES
  }

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public LoadPlan {
    if (!(ratePerSecond >= 0) || window < 1 || limit < 1) {
      throw new IllegalArgumentException("rate ≥ 0, window ≥ 1 and limit ≥ 1 are needed");
    }
  }

  /** Whether arrivals keep to a rate and not to the server's speed. */
  public boolean isOpenLoop() {
    return ratePerSecond > 0;
  }
}
