package io.carillon.media.conference;

import java.util.Objects;

/** An RTP header extension and its number in packets (RFC 8285). */
public record HeaderExtension(int id, String uri) {
  public HeaderExtension {
    Objects.requireNonNull(uri);
  }
}
