package io.carillon.call.store;

/**
 * How many invitations a user may still send, to one callee or to all of them together: a token
 * bucket.
 *
 * @param callee the callee, or empty for all
 * @param tokens at {@code at}
 * @param at milliseconds since the epoch
 */
record Allowance(String callee, double tokens, long at) {
  static final String ALL = "";
  private static final double MINUTE_MS = 60_000;

  /** A third of what may be sent in a minute may be sent at once. */
  private static final int BURSTS_PER_MINUTE = 3;

  static Allowance full(String callee, int perMinute, long now) {
    return new Allowance(callee, burst(perMinute), now);
  }

  private static double burst(int perMinute) {
    return Math.max(1, perMinute / (double) BURSTS_PER_MINUTE);
  }

  /** What has come back by then. */
  Allowance at(int perMinute, long now) {
    double grown = tokens + Math.max(0, now - at) * perMinute / MINUTE_MS;
    return new Allowance(callee, Math.min(burst(perMinute), grown), now);
  }

  boolean isFull(int perMinute) {
    return tokens >= burst(perMinute);
  }

  /** 0 if an invitation may be sent now, else in how many milliseconds. */
  long waitMs(int perMinute) {
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) * MINUTE_MS / perMinute);
  }

  Allowance spend() {
    return new Allowance(callee, tokens - 1, at);
  }
}
