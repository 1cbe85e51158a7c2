package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a call starts with. */
public enum MediaKind {
  /** Sound alone. */
  AUDIO("audio"),
  /** Sound and picture. */
  VIDEO("video");

  private final String code;

  MediaKind(String code) {
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
  public static MediaKind of(String code) {
    return WireNames.lookUp(values(), MediaKind::code, code, "media kind");
  }
}
