package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How the media of a call is to flow, as whoever makes it wants it. */
public enum TopologyWish {
  /** Directly between two, over a videobridge from the third party on where one is to be had. */
  AUTO("auto"),
  /** Between the parties themselves, however many. */
  DIRECT("direct"),
  /** Over a videobridge from the first answer on, and never otherwise. */
  SFU("sfu");

  private final String code;

  TopologyWish(String code) {
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
  public static TopologyWish of(String code) {
    return WireNames.lookUp(values(), TopologyWish::code, code, "topology");
  }
}
