package io.carillon.presence.edge;

/** An allowance that grows with time up to a bound. Confined to one thread at a time. */
final class TokenBucket {
  private final int perSecond;
  private final int burst;
  private final int overdraft;
  private double tokens;
  private long filledAt;

  /**
   * A full one.
   *
   * @param overdraft how far requests that are refused are charged as well: who goes on asking pays
   *     for that, too. 0: refusals cost nothing
   */
  TokenBucket(int perSecond, int burst, int overdraft, long nowMs) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.overdraft = overdraft;
    this.tokens = burst;
    this.filledAt = nowMs;
  }

  /**
   * Takes one token.
   *
   * @return 0 if there was one, else in how many milliseconds there will be
   */
  long take(long nowMs) {
    tokens = at(nowMs);
    filledAt = nowMs;
    boolean granted = tokens >= 1;
    if (tokens - 1 >= -overdraft) {
      tokens--;
    }
    return granted ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) * 1000 / perSecond));
  }

  /** Whether it has been overdrawn as far as may be. */
  boolean isExhausted() {
    return tokens - 1 < -overdraft;
  }

  /** Whether it is as a new one would be. */
  boolean isFull(long nowMs) {
    return at(nowMs) >= burst;
  }

  private double at(long nowMs) {
    return Math.min(burst, tokens + (nowMs - filledAt) * perSecond / 1000.0);
  }
}
