package io.carillon.call.core;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.PartyView;

/**
 * One user's part in a call.
 *
 * @param session the session that takes part, or took part last; null until a device of the user
 *     answers or declines
 * @param instance counts up when another session takes the part over without a resume
 * @param resumesTo the state to go back to when a dropped session is resumed; null unless {@code
 *     state} is {@code reconnecting}
 * @param reason why the user is out; null before
 * @param graceUntil when a dropped session has to be back, milliseconds since the epoch; 0 unless
 *     {@code state} is {@code reconnecting}
 */
public record Party(
    String userId,
    SessionRef session,
    int instance,
    PartyState state,
    PartyState resumesTo,
    EndReason reason,
    MediaFlags media,
    long graceUntil) {

  static Party caller(SessionRef session, MediaFlags media) {
    return new Party(session.userId(), session, 1, PartyState.CONNECTING, null, null, media, 0);
  }

  static Party invited(String userId, MediaFlags media) {
    return new Party(userId, null, 1, PartyState.INVITED, null, null, media, 0);
  }

  /** Whether the user has a device in the call, be it one that has to reconnect. */
  public boolean isIn() {
    return state == PartyState.CONNECTING
        || state == PartyState.CONNECTED
        || state == PartyState.RECONNECTING;
  }

  /** Whether the user is being rung, or about to be. */
  public boolean isInvited() {
    return state == PartyState.INVITED || state == PartyState.PUSHED || state == PartyState.RINGING;
  }

  /** Whether the user has left. */
  public boolean isOut() {
    return state == PartyState.LEFT;
  }

  boolean holds(SessionRef other) {
    return session != null && session.sessionId().equals(other.sessionId());
  }

  boolean isOnDeviceOf(SessionRef other) {
    return session != null && session.deviceId().equals(other.deviceId());
  }

  Party inState(PartyState next) {
    return new Party(userId, session, instance, next, null, reason, media, 0);
  }

  Party answeredBy(SessionRef winner) {
    return new Party(userId, winner, instance, PartyState.CONNECTING, null, null, media, 0);
  }

  Party declinedBy(SessionRef decliner, EndReason why) {
    return new Party(userId, decliner, instance, PartyState.LEFT, null, why, media, 0);
  }

  Party left(EndReason why) {
    return new Party(userId, session, instance, PartyState.LEFT, null, why, media, 0);
  }

  Party sending(MediaFlags flags) {
    return new Party(userId, session, instance, state, resumesTo, reason, flags, graceUntil);
  }

  /** The session dropped; it has until then to come back. */
  Party dropped(long until) {
    return new Party(
        userId, session, instance, PartyState.RECONNECTING, state, reason, media, until);
  }

  /** The same session is back, perhaps on another edge. */
  Party resumedBy(SessionRef same) {
    PartyState next = resumesTo == null ? PartyState.CONNECTING : resumesTo;
    return new Party(userId, same, instance, next, null, reason, media, 0);
  }

  /** The same session, reached at another edge. */
  Party reachedAt(SessionRef same) {
    return new Party(userId, same, instance, state, resumesTo, reason, media, graceUntil);
  }

  /** Another session of the device stands in for the one before; it starts media anew. */
  Party takenOverBy(SessionRef successor) {
    return new Party(
        userId, successor, instance + 1, PartyState.CONNECTING, null, reason, media, 0);
  }

  PartyView view() {
    String deviceId = session == null ? null : session.deviceId();
    return new PartyView(userId, deviceId, instance, state, reason, media);
  }
}
