package io.carillon.protocol.contract;

import java.util.Objects;

/**
 * A session of a device, and where it can be reached. Two references mean the same session if their
 * {@code sessionId}s are equal: the edge changes when a session resumes on another node.
 *
 * @param edge the event-bus address of the edge that held the session when this was written: a hint
 */
public record SessionRef(
    String app, String userId, String deviceId, String sessionId, String edge) {
  public SessionRef {
    Objects.requireNonNull(app);
    Objects.requireNonNull(userId);
    Objects.requireNonNull(deviceId);
    Objects.requireNonNull(sessionId);
    Objects.requireNonNull(edge);
  }

  /** The name of the node that holds the session, as far as is known. */
  public String node() {
    return Contract.nodeAt(Contract.PRESENCE_DELIVER.placeOf(edge));
  }

  /** The user whose session it is. */
  public UserRef user() {
    return new UserRef(app, userId);
  }
}
