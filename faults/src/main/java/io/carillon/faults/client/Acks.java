package io.carillon.faults.client;

/** When the events of a session are acknowledged: an invitation at once, others together. */
final class Acks {
  private static final int MOST_UNACKED = 20;

  /** How long an event may wait to be acknowledged, in milliseconds. */
  static final long DELAY_MS = 1_000;

  private long seen;
  private long acked;

  /** The last event that was handled. */
  long seen() {
    return seen;
  }

  /** A session begins, or goes on after that event. */
  void restart(long seq) {
    seen = seq;
    acked = seq;
  }

  /** Whether this event came before, on an earlier socket. */
  boolean isKnown(long seq) {
    return seq <= seen;
  }

  /** Counts an event in; returns whether to acknowledge at once. */
  boolean handled(long seq, boolean urgent) {
    seen = seq;
    return urgent || seen - acked >= MOST_UNACKED;
  }

  boolean isDue() {
    return seen > acked;
  }

  /** What to acknowledge now. */
  long take() {
    acked = seen;
    return acked;
  }
}
