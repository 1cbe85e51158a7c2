package io.carillon.media.conference;

import java.util.Optional;

/** Which side opens the DTLS connection (RFC 4145, section 4). */
public enum DtlsSetup {
  /** The other side may choose; in an offer. */
  ACTPASS("actpass"),
  /** This side. */
  ACTIVE("active"),
  /** The other side. */
  PASSIVE("passive");

  private final String code;

  DtlsSetup(String code) {
    this.code = code;
  }

  /** The name in SDP and in colibri2. */
  public String code() {
    return code;
  }

  /** The constant of that name, if there is one. */
  public static Optional<DtlsSetup> of(String code) {
    for (DtlsSetup setup : values()) {
      if (setup.code.equals(code)) {
        return Optional.of(setup);
      }
    }
    return Optional.empty();
  }
}
