package io.carillon.protocol.event;

/** What concerns the socket and not the session: has no {@code seq} and is never replayed. */
public sealed interface SessionEvent extends Event {

  /**
   * The server wants the socket gone.
   *
   * @param action {@code disconnect} for good, or {@code resume} elsewhere
   * @param reason {@code replaced} or {@code drain}
   * @param afterMs milliseconds to wait before the reconnect, or null
   */
  record GoAway(String action, String reason, Long afterMs) implements SessionEvent {
    /** Another socket of the same device took over. */
    public static GoAway replaced() {
      return new GoAway("disconnect", "replaced", null);
    }

    /** The node is draining; the client resumes on another after that delay. */
    public static GoAway drain(long afterMs) {
      return new GoAway("resume", "drain", afterMs);
    }
  }

  /** The token runs out at that time (milliseconds since the epoch). */
  record TokenExpiring(long expiresAt) implements SessionEvent {}
}
