package io.carillon.media.conference;

/** What a source carries, as colibri2 and SDP name it. */
public enum MediaType {
  AUDIO("audio"),
  VIDEO("video");

  private final String code;

  MediaType(String code) {
    this.code = code;
  }

  /** The name in colibri2 and on an {@code m=} line. */
  public String code() {
    return code;
  }
}
