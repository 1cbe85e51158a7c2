package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The role of a session description (RFC 9429, JSEP). */
public enum SdpType {
  /** Proposes a session. */
  OFFER("offer"),
  /** Accepts an offer. */
  ANSWER("answer"),
  /** Takes an offer back. */
  ROLLBACK("rollback");

  private final String code;

  SdpType(String code) {
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
  public static SdpType of(String code) {
    return WireNames.lookUp(values(), SdpType::code, code, "description type");
  }
}
