package io.carillon.protocol.contract;

/**
 * How a session stands at its edge.
 *
 * @param present whether it has a socket, or lost it only a moment ago
 * @param idle whether its client says that nobody attends the device
 */
public record SessionStanding(boolean present, boolean idle) {
  /** Of a session that is not there. */
  public static final SessionStanding ABSENT = new SessionStanding(false, false);
}
