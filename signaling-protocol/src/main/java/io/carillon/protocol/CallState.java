package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where a call stands. A call that is being prepared is not shown to anybody. */
public enum CallState {
  /** Lines are being claimed; nobody rings. */
  PREPARING("preparing"),
  /** Nobody has answered yet. */
  RINGING("ringing"),
  /** Somebody has answered. */
  ACTIVE("active"),
  /** Over; kept for five minutes. */
  ENDED("ended");

  private final String code;

  CallState(String code) {
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
  public static CallState of(String code) {
    return WireNames.lookUp(values(), CallState::code, code, "call state");
  }
}
