package io.carillon.media.bridge;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Who has joined a bridge so lately that its statistics don't show it yet. Safe for use by several
 * threads; times are milliseconds of a clock that is never set back.
 */
final class RecentJoins {
  /**
   * How long it takes until somebody counts in full: jicofo's {@code participant-rampup-interval}.
   */
  static final long RAMP_UP_MS = 20_000;

  private final Deque<Long> times = new ArrayDeque<>();

  synchronized void add(long now) {
    times.addLast(now);
    forget(now);
  }

  synchronized int count(long now) {
    forget(now);
    return times.size();
  }

  private void forget(long now) {
    while (!times.isEmpty() && times.peekFirst() <= now - RAMP_UP_MS) {
      times.removeFirst();
    }
  }
}
