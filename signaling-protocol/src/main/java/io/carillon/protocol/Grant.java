package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a token allows. */
public enum Grant {
  /** Calls and their media. */
  CALL("call"),
  /** Presence. */
  PRESENCE("presence"),
  /** What only an administrator may do. */
  ADMIN("admin"),
  /** To send audio in calls; who has none of these four may send everything. */
  PUBLISH_AUDIO("publish:audio"),
  /** To send video of a camera in calls. */
  PUBLISH_VIDEO("publish:video"),
  /** To send a screen in calls. */
  PUBLISH_SCREEN("publish:screen"),
  /** To send nothing in calls: to listen. */
  PUBLISH_NONE("publish:none");

  private final String code;

  Grant(String code) {
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
  public static Grant of(String code) {
    return WireNames.lookUp(values(), Grant::code, code, "grant");
  }
}
