package io.carillon.runtime.presence;

import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.view.UserPresence;
import java.util.Objects;

/**
 * What is known of a user's presence. A value of the {@code presence} map. Times are milliseconds
 * since the epoch.
 *
 * @param choice what the user set
 * @param callWaiting whether a second caller may ring
 * @param online whether a device is connected, or was until a moment ago
 * @param idle whether nobody attends any of the devices that are connected
 * @param inCall whether the user is in a call that has been answered
 * @param lastActiveAt when a device was last connected, 0 if never
 */
public record PresenceRecord(
    PresenceChoice choice,
    boolean callWaiting,
    boolean online,
    boolean idle,
    boolean inCall,
    long lastActiveAt) {
  /** A user of whom nothing is known. */
  public static final PresenceRecord UNKNOWN =
      new PresenceRecord(PresenceChoice.NONE, false, false, false, false, 0);

  public PresenceRecord {
    Objects.requireNonNull(choice);
  }

  /** What the user wants to be seen as at that time: online, away, dnd or invisible. */
  public PresenceStatus chosenAt(long now) {
    return choice.at(now).status();
  }

  /** The user's own words at that time, or null. */
  public String textAt(long now) {
    return choice.at(now).text();
  }

  /** What others see at that time. */
  public PresenceStatus visibleAt(long now) {
    PresenceStatus chosen = chosenAt(now);
    if (!online || chosen == PresenceStatus.INVISIBLE) {
      return PresenceStatus.OFFLINE;
    }
    if (chosen == PresenceStatus.DND) {
      return PresenceStatus.DND;
    }
    if (inCall) {
      return PresenceStatus.IN_CALL;
    }
    return idle ? PresenceStatus.AWAY : chosen;
  }

  /** All that others see at that time; the invisible look as if they had never been there. */
  public UserPresence seen(String userId, long now) {
    PresenceStatus status = visibleAt(now);
    boolean offline = status == PresenceStatus.OFFLINE;
    boolean showsLastActive =
        offline && chosenAt(now) != PresenceStatus.INVISIBLE && lastActiveAt > 0;
    return new UserPresence(
        userId, status, offline ? null : textAt(now), showsLastActive ? lastActiveAt : null);
  }
}
