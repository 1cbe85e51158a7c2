package io.carillon.presence.roster;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * When the statuses of watched users end by themselves, with one timer for the earliest. Confined
 * to its event loop.
 */
final class StatusEnds {
  /** The wall clock may be set meanwhile, so that no timer runs for longer than this. */
  private static final long MAX_DELAY_MS = 60_000;

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Clock clock;
  private final Consumer<String> ended;
  private final Map<String, End> byUser = new HashMap<>();
  private final TreeSet<End> byTime =
      new TreeSet<>(Comparator.comparingLong(End::at).thenComparing(End::user));
  private long timer = NO_TIMER;
  private long firesAt;

  private record End(long at, String user) {}

  /**
   * None yet.
   *
   * @param ended hears the key of a user whose status has ended
   */
  StatusEnds(Vertx vertx, Clock clock, Consumer<String> ended) {
    this.vertx = vertx;
    this.clock = clock;
    this.ended = ended;
  }

  /** That user's status ends at that time, in milliseconds since the epoch, which is to come. */
  void set(String user, long at) {
    End end = new End(at, user);
    End before = byUser.put(user, end);
    if (!end.equals(before)) {
      if (before != null) {
        byTime.remove(before);
      }
      byTime.add(end);
      arm();
    }
  }

  /** That user's status does not end, or nobody watches any more. */
  void clear(String user) {
    End before = byUser.remove(user);
    if (before != null) {
      byTime.remove(before);
      arm();
    }
  }

  private void arm() {
    long next = byTime.isEmpty() ? 0 : byTime.first().at();
    if (timer != NO_TIMER && next == firesAt) {
      return;
    }
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
    if (!byTime.isEmpty()) {
      firesAt = next;
      timer =
          vertx.setTimer(
              Math.clamp(next - clock.millis(), 1, MAX_DELAY_MS), fired -> endThoseDue());
    }
  }

  private void endThoseDue() {
    timer = NO_TIMER;
    long now = clock.millis();
    while (!byTime.isEmpty() && byTime.first().at() <= now) {
      End due = byTime.pollFirst();
      byUser.remove(due.user());
      ended.accept(due.user());
    }
    arm();
  }
}
