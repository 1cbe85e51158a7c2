package io.carillon.media.conference;

import java.util.Objects;

/**
 * A kind of feedback on a payload type (RFC 4585, section 4.2).
 *
 * @param subtype null for none
 */
public record RtcpFeedback(String type, String subtype) {
  public RtcpFeedback {
    Objects.requireNonNull(type);
  }

  @Override
  public String toString() {
    return subtype == null ? type : type + ' ' + subtype;
  }
}
