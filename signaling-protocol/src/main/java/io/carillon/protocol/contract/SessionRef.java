package io.carillon.protocol.contract;

import io.carillon.protocol.view.Tracks;
import java.util.Objects;

/**
 * A session of a device, and where it can be reached. Two references mean the same session if their
 * {@code sessionId}s are equal: the edge changes when a session resumes on another node.
 *
 * @param edge the event-bus address of the edge that held the session when this was written: a hint
 * @param publish what it may send in calls, by its token; null for everything
 */
public record SessionRef(
    String app, String userId, String deviceId, String sessionId, String edge, Tracks publish) {
  public SessionRef {
    Objects.requireNonNull(app);
    Objects.requireNonNull(userId);
    Objects.requireNonNull(deviceId);
    Objects.requireNonNull(sessionId);
    Objects.requireNonNull(edge);
  }

  /** A session that may send everything. */
  public SessionRef(String app, String userId, String deviceId, String sessionId, String edge) {
    this(app, userId, deviceId, sessionId, edge, null);
  }

  /** The same session with a token that allows that. */
  public SessionRef publishing(Tracks allowed) {
    return new SessionRef(app, userId, deviceId, sessionId, edge, allowed);
  }

  /** What it may send in calls. */
  public Tracks mayPublish() {
    return publish == null ? Tracks.ALL : publish;
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
