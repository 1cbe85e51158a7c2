package io.carillon.media.colibri;

import java.time.Duration;

/**
 * How long a bridge may take to answer.
 *
 * @param first until it has made its first endpoint for us: a bridge that has just started loads
 *     much of its code then
 * @param later from then on
 */
public record ColibriTimeouts(Duration first, Duration later) {
  /** 90 s, and 15 s as jicofo has it. */
  public static final ColibriTimeouts DEFAULT =
      new ColibriTimeouts(Duration.ofSeconds(90), Duration.ofSeconds(15));

  public ColibriTimeouts {
    if (!first.isPositive() || !later.isPositive()) {
      throw new IllegalArgumentException("first, later: must be positive");
    }
  }
}
