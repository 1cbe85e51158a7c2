package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What another device of the same user did with an invitation. */
public enum HandledOutcome {
  /** Answered it. */
  ACCEPTED("accepted"),
  /** Declined it. */
  DECLINED("declined"),
  /** Declined it as busy. */
  BUSY("busy");

  private final String code;

  HandledOutcome(String code) {
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
  public static HandledOutcome of(String code) {
    return WireNames.lookUp(values(), HandledOutcome::code, code, "outcome");
  }
}
