package io.carillon.runtime.session;

import io.carillon.protocol.contract.SessionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sessions of one user, at most one a device. A value of the {@code sessions} map.
 *
 * @param sessions those with a socket, and those that wait to be resumed
 */
public record UserSessions(List<SessionRef> sessions) {
  /** How many devices of a user may have sessions at a time. */
  public static final int MOST = 100;

  /** Nobody is there. */
  public static final UserSessions NONE = new UserSessions(List.of());

  public UserSessions {
    sessions = List.copyOf(sessions);
  }

  /** The session of that device. */
  public Optional<SessionRef> ofDevice(String deviceId) {
    return sessions.stream().filter(session -> session.deviceId().equals(deviceId)).findFirst();
  }

  /** The session of that id, wherever it is now. */
  public Optional<SessionRef> withId(String sessionId) {
    return sessions.stream().filter(session -> session.sessionId().equals(sessionId)).findFirst();
  }

  /** Whether one more device would be too many. */
  boolean isFullFor(SessionRef added) {
    return sessions.size() >= MOST && ofDevice(added.deviceId()).isEmpty();
  }

  UserSessions with(SessionRef added) {
    if (isFullFor(added)) {
      return this;
    }
    Stream<SessionRef> others =
        sessions.stream().filter(session -> !session.deviceId().equals(added.deviceId()));
    return new UserSessions(Stream.concat(others, Stream.of(added)).toList());
  }

  /** The others; a session that went to another edge than that one is one of them. */
  UserSessions without(SessionRef removed) {
    return new UserSessions(sessions.stream().filter(session -> !session.equals(removed)).toList());
  }

  /** Of two halves of a split cluster, the larger one knows which session of a device is newer. */
  UserSessions mergedWith(UserSessions smaller) {
    List<SessionRef> all = new ArrayList<>(sessions);
    smaller.sessions.stream()
        .filter(session -> ofDevice(session.deviceId()).isEmpty())
        .forEach(all::add);
    return new UserSessions(all);
  }
}
