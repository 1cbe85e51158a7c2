package io.carillon.call.core;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.PartyView;
import io.carillon.protocol.view.Tracks;

/**
 * One user's part in a call. Times are milliseconds since the epoch, 0 where there is none.
 *
 * @param session the session that takes part, or took part last; null until a device of the user
 *     answers, joins or declines
 * @param instance counts up when another session takes the part over without a resume
 * @param reason why the user is out; null before
 * @param absence how a dropped session may come back; null unless {@code state} is {@code
 *     reconnecting}
 * @param ring how the user is being rung; null unless the user is invited
 * @param handover to which own device the part is being handed; null if to none
 * @param invitedBy who rang the user, or null for one who came unasked
 * @param unaware whether the user has blocked who rings and is never told of the call
 * @param joinedAt when a device of the user was in for the first time
 * @param leftAt when the user went out
 * @param restraint what others have decided about the user
 */
public record Party(
    String userId,
    SessionRef session,
    int instance,
    PartyState state,
    EndReason reason,
    MediaFlags media,
    Absence absence,
    Ring ring,
    Handover handover,
    String invitedBy,
    boolean unaware,
    long joinedAt,
    long leftAt,
    Restraint restraint) {

  /**
   * What a dropped session comes back to.
   *
   * @param resumesTo the state before
   * @param until when it has to be back
   */
  public record Absence(PartyState resumesTo, long until) {}

  /**
   * How a user is being rung.
   *
   * @param told whether the devices were told; before that the user's line is being looked at
   * @param until when it ends
   * @param pretence what the caller is still to be shown where the user is unaware; null otherwise
   */
  public record Ring(boolean told, long until, Pretence pretence) {}

  /**
   * An alert that only the caller hears of.
   *
   * @param deviceId the device that is to seem to alert
   * @param at when
   */
  public record Pretence(String deviceId, long at) {}

  /**
   * A part on its way to another device of the user.
   *
   * @param to the session that may take it
   * @param until when it stays where it is
   */
  public record Handover(SessionRef to, long until) {}

  /** The user who makes a call, or enters one unasked. */
  static Party entering(SessionRef session, MediaFlags media, long now) {
    return new Party(
        session.userId(),
        session,
        1,
        PartyState.CONNECTING,
        null,
        session.mayPublish().limit(media),
        null,
        null,
        null,
        null,
        false,
        now,
        0,
        Restraint.NONE);
  }

  /** A user whose line is about to be looked at, which may take until then. */
  static Party invited(String userId, String by, MediaFlags media, long until) {
    Ring ring = new Ring(false, until, null);
    return new Party(
        userId,
        null,
        1,
        PartyState.INVITED,
        null,
        media,
        null,
        ring,
        null,
        by,
        false,
        0,
        0,
        Restraint.NONE);
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

  /** Whether a device of the user has ever been in. */
  public boolean wasIn() {
    return joinedAt != 0;
  }

  /** Whether the device that is in, or was, answered an invitation or a hand-over. */
  boolean hasAccepted() {
    return session != null && (invitedBy != null || instance > 1);
  }

  boolean holds(SessionRef other) {
    return session != null && session.sessionId().equals(other.sessionId());
  }

  boolean isOnDeviceOf(SessionRef other) {
    return session != null && session.deviceId().equals(other.deviceId());
  }

  boolean isHandedTo(SessionRef other) {
    return handover != null && handover.to().deviceId().equals(other.deviceId());
  }

  /** The user is invited once more, having been out. */
  Party invitedAgain(String by, long until) {
    return new Party(
        userId,
        session,
        instance,
        PartyState.INVITED,
        null,
        media,
        null,
        new Ring(false, until, null),
        null,
        by,
        false,
        joinedAt,
        leftAt,
        restraint.barring(false));
  }

  /** The devices are told; {@code pushed} where a push provider took a wake-up. */
  Party rung(boolean pushed, long until) {
    return with(pushed ? PartyState.PUSHED : state, new Ring(true, until, null), handover);
  }

  /** Nobody is told, and the caller is to believe the opposite. */
  Party rungInPretence(Pretence pretence, boolean pushed, long until) {
    return new Party(
        userId,
        session,
        instance,
        pushed ? PartyState.PUSHED : state,
        null,
        media,
        null,
        new Ring(true, until, pretence),
        null,
        invitedBy,
        true,
        joinedAt,
        leftAt,
        restraint);
  }

  /** A device alerts, or seems to. */
  Party alerting() {
    return with(PartyState.RINGING, new Ring(true, ring.until(), null), null);
  }

  /** A device of the user is in from now on. */
  Party enteredBy(SessionRef device, long now) {
    boolean back = wasIn();
    return new Party(
        userId,
        device,
        back ? instance + 1 : instance,
        PartyState.CONNECTING,
        null,
        device.mayPublish().without(restraint.muted()).limit(media),
        null,
        null,
        null,
        invitedBy,
        false,
        back ? joinedAt : now,
        0,
        restraint);
  }

  /** The user is out. */
  Party left(EndReason why, long now) {
    return new Party(
        userId,
        session,
        instance,
        PartyState.LEFT,
        why,
        media,
        null,
        null,
        null,
        invitedBy,
        unaware,
        joinedAt,
        now,
        restraint);
  }

  /** The user is out by the will of that device. */
  Party declinedBy(SessionRef decliner, EndReason why, long now) {
    return heldBy(decliner, instance).left(why, now);
  }

  Party sending(MediaFlags flags) {
    return new Party(
        userId, session, instance, state, reason, flags, absence, ring, handover, invitedBy,
        unaware, joinedAt, leftAt, restraint);
  }

  /** Media is up. */
  Party connected() {
    return with(PartyState.CONNECTED, null, handover);
  }

  /** The session dropped; it has until then to come back. */
  Party dropped(long until) {
    return new Party(
        userId,
        session,
        instance,
        PartyState.RECONNECTING,
        reason,
        media,
        new Absence(state, until),
        null,
        handover,
        invitedBy,
        unaware,
        joinedAt,
        leftAt,
        restraint);
  }

  /** The same session is back, perhaps on another edge. */
  Party resumedBy(SessionRef same) {
    return heldBy(same, instance).with(absence.resumesTo(), null, handover);
  }

  /** The same session, reached at another edge. */
  Party reachedAt(SessionRef same) {
    return heldBy(same, instance);
  }

  /** Another session stands in for the one before; it starts media anew. */
  Party takenOverBy(SessionRef successor) {
    return heldBy(successor, instance + 1).with(PartyState.CONNECTING, null, null).limited();
  }

  /** The part is on its way to another device; null calls it back. */
  Party handing(Handover to) {
    return new Party(
        userId, session, instance, state, reason, media, absence, ring, to, invitedBy, unaware,
        joinedAt, leftAt, restraint);
  }

  /** Others have decided that about the user. */
  Party restrained(Restraint next) {
    return new Party(
        userId, session, instance, state, reason, media, absence, ring, handover, invitedBy,
        unaware, joinedAt, leftAt, next);
  }

  /** The user must not send those, and so does not. */
  Party muted(Tracks tracks) {
    return restrained(restraint.muting(tracks)).limited();
  }

  /** The user sends nothing more that it may not, or may not any more. */
  Party limited() {
    return sending(sends().limit(media));
  }

  /** What the device that is in may send: its token allows it and nobody has muted it. */
  Tracks sends() {
    return (session == null ? Tracks.ALL : session.mayPublish()).without(restraint.muted());
  }

  PartyView view() {
    String deviceId = session == null ? null : session.deviceId();
    return new PartyView(
        userId,
        deviceId,
        instance,
        state,
        reason,
        media,
        session == null || session.mayPublish().equals(Tracks.ALL) ? null : session.mayPublish(),
        restraint.muted().equals(Tracks.NONE) ? null : restraint.muted());
  }

  private Party with(PartyState next, Ring nextRing, Handover nextHandover) {
    return new Party(
        userId,
        session,
        instance,
        next,
        reason,
        media,
        null,
        nextRing,
        nextHandover,
        invitedBy,
        unaware,
        joinedAt,
        leftAt,
        restraint);
  }

  private Party heldBy(SessionRef holder, int nextInstance) {
    return new Party(
        userId,
        holder,
        nextInstance,
        state,
        reason,
        media,
        absence,
        ring,
        handover,
        invitedBy,
        unaware,
        joinedAt,
        leftAt,
        restraint);
  }

  /** The earliest moment at which time alone changes something. */
  long deadline() {
    long next = Call.NEVER;
    if (absence != null) {
      next = absence.until();
    }
    if (ring != null) {
      next = Math.min(next, ring.until());
      if (ring.pretence() != null) {
        next = Math.min(next, ring.pretence().at());
      }
    }
    if (handover != null) {
      next = Math.min(next, handover.until());
    }
    return next;
  }
}
