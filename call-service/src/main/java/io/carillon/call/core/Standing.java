package io.carillon.call.core;

import io.carillon.protocol.contract.SessionRef;

/** How a device stands to a call. */
enum Standing {
  /** Its user has nothing to do with the call. */
  STRANGER,
  /** Its user is being rung: any device may speak. */
  INVITED,
  /** The device takes part, or did last. */
  PART,
  /** Another device of its user takes part, or did. */
  ON_OTHER_DEVICE,
  /** Its user is out without a device ever having been in. */
  OUT;

  /**
   * A device is known by its id and not by its session: a request may cross with the take-over by a
   * newer session of the same device.
   */
  static Standing of(SessionRef session, Call call) {
    Party party = call.party(session.userId()).orElse(null);
    if (party == null || party.unaware()) {
      return STRANGER;
    }
    if (party.isInvited()) {
      return INVITED;
    }
    if (party.session() == null) {
      return OUT;
    }
    return party.isOnDeviceOf(session) ? PART : ON_OTHER_DEVICE;
  }
}
