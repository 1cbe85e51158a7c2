package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What others see of a user. */
public enum PresenceStatus {
  /** A device is connected. */
  ONLINE("online"),
  /** Connected, not attending. */
  AWAY("away"),
  /** Does not want to be rung. */
  DND("dnd"),
  /** Set by the user; others see offline. */
  INVISIBLE("invisible"),
  /** Talking. */
  IN_CALL("in_call"),
  /** No device is connected. */
  OFFLINE("offline");

  private final String code;

  PresenceStatus(String code) {
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
  public static PresenceStatus of(String code) {
    return WireNames.lookUp(values(), PresenceStatus::code, code, "presence status");
  }
}
