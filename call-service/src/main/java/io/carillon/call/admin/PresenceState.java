package io.carillon.call.admin;

import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.UserPresence;
import io.carillon.runtime.presence.PresenceChoice;
import io.carillon.runtime.presence.PresenceRecord;
import io.carillon.runtime.session.UserSessions;
import java.util.List;

/**
 * A user's presence, seen from both sides. Times are milliseconds since the epoch.
 *
 * @param seen what others see, if they may see the user at all
 * @param chosen what the user set
 * @param online whether a device is connected, or was until a moment ago
 * @param idle whether nobody attends any of the devices
 * @param inCall whether the user is in a call that has been answered
 * @param lastActiveAt when a device was last connected, or null if never
 * @param devices those with a session, one that waits to be resumed included
 */
record PresenceState(
    UserPresence seen,
    Chosen chosen,
    boolean online,
    boolean idle,
    boolean inCall,
    Long lastActiveAt,
    List<String> devices) {
  PresenceState {
    devices = List.copyOf(devices);
  }

  /**
   * What a user set.
   *
   * @param text the user's own words, or null
   * @param until when it ends, or null
   * @param callWaiting whether a second caller may ring
   */
  record Chosen(PresenceStatus status, String text, Long until, boolean callWaiting) {}

  /** What is known at that time. */
  static PresenceState of(String userId, PresenceRecord record, UserSessions sessions, long now) {
    long until = record.choice().until();
    boolean ends = until != PresenceChoice.FOR_GOOD && now < until;
    return new PresenceState(
        record.seen(userId, now),
        new Chosen(
            record.chosenAt(now), record.textAt(now), ends ? until : null, record.callWaiting()),
        record.online(),
        record.idle(),
        record.inCall(),
        record.lastActiveAt() == 0 ? null : record.lastActiveAt(),
        sessions.sessions().stream().map(SessionRef::deviceId).sorted().toList());
  }
}
