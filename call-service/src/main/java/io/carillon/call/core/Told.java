package io.carillon.call.core;

import io.carillon.protocol.contract.SessionRef;

/**
 * A session that has to do with a call, and what it knows of it.
 *
 * @param rang whether the caller was told that this device alerts
 */
public record Told(SessionRef session, Knowledge knowledge, boolean rang) {

  /** What a session knows of a call. */
  public enum Knowledge {
    /** Nothing yet: it came while the call was being prepared. */
    NOTHING,
    /** That the call lives: it is to be told of the end. */
    LIVES,
    /** That another device of its user settled the invitation: that was the last it hears. */
    HANDLED,
    /** That its user is out of a call that goes on. */
    DISMISSED
  }

  static Told of(SessionRef session) {
    return new Told(session, Knowledge.LIVES, false);
  }

  boolean knowsItLives() {
    return knowledge == Knowledge.LIVES;
  }

  boolean isOfUser(String userId) {
    return session.userId().equals(userId);
  }

  boolean isSession(SessionRef other) {
    return session.sessionId().equals(other.sessionId());
  }

  boolean isDeviceOf(SessionRef other) {
    return isOfUser(other.userId()) && session.deviceId().equals(other.deviceId());
  }

  Told knowing(Knowledge now) {
    return new Told(session, now, rang);
  }

  Told ringing() {
    return new Told(session, knowledge, true);
  }
}
