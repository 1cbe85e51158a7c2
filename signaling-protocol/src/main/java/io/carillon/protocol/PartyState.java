package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where one user's part in a call stands. */
public enum PartyState {
  /** Told, or about to be. */
  INVITED("invited"),
  /** A push provider took the wake-up. */
  PUSHED("pushed"),
  /** A device says that it alerts. */
  RINGING("ringing"),
  /** In the call; media is not up yet. */
  CONNECTING("connecting"),
  /** Media is up. */
  CONNECTED("connected"),
  /** The socket dropped; the grace period runs. */
  RECONNECTING("reconnecting"),
  /** Out of the call, for the reason that stands beside it. */
  LEFT("left");

  private final String code;

  PartyState(String code) {
    this.code = code;
  }

  /** The name on the wire. */
  @JsonValue
  public String code() {
    return code;
  }

  /**
   * The constant of that wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static PartyState of(String code) {
    return WireNames.lookUp(values(), PartyState::code, code, "party state");
  }
}
