package io.carillon.media.conference;

/** Where a picture comes from, as colibri2 names it. */
public enum VideoType {
  CAMERA("camera"),
  DESKTOP("desktop");

  private final String code;

  VideoType(String code) {
    this.code = code;
  }

  /** The name in colibri2. */
  public String code() {
    return code;
  }
}
