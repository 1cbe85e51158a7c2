package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How media flows. */
public enum Topology {
  /** Between the parties themselves. */
  DIRECT("direct"),
  /** Over a videobridge. */
  SFU("sfu");

  private final String code;

  Topology(String code) {
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
  public static Topology of(String code) {
    return WireNames.lookUp(values(), Topology::code, code, "topology");
  }
}
