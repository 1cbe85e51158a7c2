package io.carillon.bench.load;

/**
 * When a session's events are to be acknowledged: an invitation at once, everything else after 20
 * events or one second. It also holds the events against their numbers: none may be missing and
 * none may come twice.
 */
final class AckPolicy {

  /** Un-acked events after which an ack is due. */
  static final int EVENTS = 20;

  /** Milliseconds after the first un-acked event at which an ack is due. */
  static final long DELAY_MS = 1_000;

  private long received;
  private long acked;

  /**
   * Counts an event in.
   *
   * @return whether an ack is due at once
   * @throws IllegalStateException if it is not the event that had to follow
   */
  boolean isDueAfter(long seq, boolean invitation) {
    if (seq != received + 1) {
      throw new IllegalStateException("event " + seq + " after event " + received);
    }
    received = seq;
    return invitation || received - acked >= EVENTS;
  }

  boolean hasUnacked() {
    return received > acked;
  }

  /** The number to acknowledge; everything up to it counts as acknowledged from now on. */
  long takeAck() {
    acked = received;
    return acked;
  }
}
