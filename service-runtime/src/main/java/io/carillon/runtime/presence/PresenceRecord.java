package io.carillon.runtime.presence;

import io.carillon.protocol.PresenceStatus;

/**
 * What is known of a user's presence. A value of the {@code presence} map.
 *
 * @param chosen what the user set: online, away, dnd or invisible
 * @param text the user's own words, or null
 * @param callWaiting whether a second caller may ring
 * @param online whether a device is connected, or was until a moment ago
 * @param inCall whether the user is in a call that has been answered
 * @param lastActiveAt when a device was last connected, milliseconds since the epoch, 0 if never
 */
public record PresenceRecord(
    PresenceStatus chosen,
    String text,
    boolean callWaiting,
    boolean online,
    boolean inCall,
    long lastActiveAt) {
  /** A user of whom nothing is known. */
  public static final PresenceRecord UNKNOWN =
      new PresenceRecord(PresenceStatus.ONLINE, null, false, false, false, 0);

  /** What others see. */
  public PresenceStatus visible() {
    if (!online || chosen == PresenceStatus.INVISIBLE) {
      return PresenceStatus.OFFLINE;
    }
    if (chosen == PresenceStatus.DND) {
      return PresenceStatus.DND;
    }
    return inCall ? PresenceStatus.IN_CALL : chosen;
  }
}
