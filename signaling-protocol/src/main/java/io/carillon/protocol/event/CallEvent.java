package io.carillon.protocol.event;

import io.carillon.protocol.Description;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.view.CallView;

/** What happens to a call. Events of one call reach a session in the order of {@code version}. */
public sealed interface CallEvent extends Event {
  /** The call. */
  String callId();

  /** The version of the call that this event brought about. */
  long version();

  /**
   * This device's user is invited; {@code description} is the offer, without one the acceptor
   * offers.
   */
  record Invited(String callId, long version, CallView call, Description description)
      implements CallEvent {}

  /** A device alerts. */
  record Ringing(String callId, long version, String userId, String deviceId)
      implements CallEvent {}

  /**
   * A device answered.
   *
   * @param instance higher than 1 if the user was in before
   * @param description its answer; or, where two invitations crossed and this device is the one
   *     that counts as having answered, the offer that it is to answer
   * @param call the call that stays where two invitations crossed; null otherwise
   */
  record Accepted(
      String callId,
      long version,
      String userId,
      String deviceId,
      int instance,
      RawJson userInfo,
      Description description,
      CallView call)
      implements CallEvent {}

  /** A user declined, is busy, or does not want to be disturbed. */
  record Rejected(
      String callId,
      long version,
      String userId,
      String deviceId,
      EndReason reason,
      RawJson userInfo)
      implements CallEvent {}

  /** A user did not answer in time. */
  record NoAnswer(String callId, long version, String userId) implements CallEvent {}

  /** Another device of this user settled the invitation. */
  record HandledElsewhere(String callId, long version, HandledOutcome outcome, String deviceId)
      implements CallEvent {}

  /**
   * A device entered the call: it offers to those who were in before.
   *
   * @param instance higher than before if the user was in with another device or at another time
   * @param replaces the device of the same user that handed its part over, or null
   */
  record PartyJoined(
      String callId, long version, String userId, String deviceId, int instance, String replaces)
      implements CallEvent {}

  /** A party is out of the call. */
  record PartyLeft(String callId, long version, String userId, String deviceId, EndReason reason)
      implements CallEvent {}

  /** A party's socket dropped; the grace period runs. */
  record PartyReconnecting(String callId, long version, String userId, String deviceId)
      implements CallEvent {}

  /**
   * A party is back.
   *
   * @param instance higher than before if it came back without a resume: then it offers anew
   */
  record PartyReconnected(String callId, long version, String userId, String deviceId, int instance)
      implements CallEvent {}

  /** A party's app tells the others something of its own. */
  record Updated(String callId, long version, String userId, String deviceId, RawJson userInfo)
      implements CallEvent {}

  /**
   * What a party must not send from now on.
   *
   * @param audio whether it is kept from sending audio, and so on: all that holds, not the change
   * @param by the user who decided that; null for an administrator
   */
  record Muted(
      String callId,
      long version,
      String userId,
      String deviceId,
      boolean audio,
      boolean video,
      boolean screen,
      String by)
      implements CallEvent {}

  /** Another device of this user hands its part over to this one, which may accept. */
  record Transferred(String callId, long version, CallView call, Description description)
      implements CallEvent {}

  /**
   * The call as a whole, for a device that may have missed something, or when more users are being
   * rung.
   */
  record State(String callId, long version, CallView call, Description description)
      implements CallEvent {}

  /** The call is over. */
  record Ended(
      String callId, long version, EndReason reason, String by, long durationMs, RawJson userInfo)
      implements CallEvent {}
}
