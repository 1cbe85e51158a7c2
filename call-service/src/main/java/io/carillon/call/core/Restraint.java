package io.carillon.call.core;

import io.carillon.protocol.view.Tracks;

/**
 * What the creator of a call, or an administrator, has decided about a party.
 *
 * @param muted what it must not send
 * @param barred whether it was taken out, and may not come in again by itself
 */
public record Restraint(Tracks muted, boolean barred) {
  /** Nothing. */
  public static final Restraint NONE = new Restraint(Tracks.NONE, false);

  Restraint muting(Tracks now) {
    return new Restraint(now, barred);
  }

  Restraint barring(boolean now) {
    return new Restraint(muted, now);
  }
}
