package io.carillon.presence.token;

/**
 * The forged tokens that claimed one user from one address, and how long the next hello from there
 * has to wait. Times are milliseconds of a clock that only counts up. Confined to one thread at a
 * time.
 */
final class Guesses {
  static final int FREE = 10;
  static final long WINDOW_MS = 600_000;
  static final long FIRST_DELAY_MS = 500;
  static final long MAX_DELAY_MS = 15_000;

  /** When the last forged tokens came; the oldest of them is overwritten next. */
  private final long[] forgedAt = new long[FREE];

  private int forged;
  private long nextDelay = FIRST_DELAY_MS;

  /** When the last of those who wait has its turn. */
  private long lastTurn;

  /** A token of this user was forged. */
  void add(long now) {
    if (!areMany(now)) {
      nextDelay = FIRST_DELAY_MS;
    }
    forgedAt[forged % FREE] = now;
    forged++;
  }

  /** Whether so many came lately that hellos have to wait. */
  boolean areMany(long now) {
    return forged >= FREE && now - forgedAt[forged % FREE] <= WINDOW_MS;
  }

  /**
   * Has a hello wait behind those that wait already, where they are {@link #areMany}.
   *
   * @param patience how long it can
   * @return how long it does; more than its patience if there is no place in the queue: then it is
   *     not in it
   */
  long queue(long now, long patience) {
    long delay = Math.min(nextDelay, Math.min(MAX_DELAY_MS, patience));
    long turn = Math.max(now, lastTurn) + delay;
    if (turn - now <= patience) {
      lastTurn = turn;
      nextDelay = Math.min(2 * nextDelay, MAX_DELAY_MS);
    }
    return turn - now;
  }
}
