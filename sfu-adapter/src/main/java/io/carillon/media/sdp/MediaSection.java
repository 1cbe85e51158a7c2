package io.carillon.media.sdp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An {@code m=} line and what belongs to it.
 *
 * @param media {@code audio}, {@code video}, …
 * @param port 0 where the section is rejected or not in use any more
 * @param formats payload types
 */
public record MediaSection(
    String media, int port, String protocol, List<String> formats, Attributes attributes) {
  public MediaSection {
    Objects.requireNonNull(media);
    Objects.requireNonNull(protocol);
    formats = List.copyOf(formats);
    Objects.requireNonNull(attributes);
  }

  /** Whether nothing flows here and nothing will (RFC 3264, section 6). */
  public boolean isRejected() {
    return port == 0;
  }

  /** Its name in the session (RFC 5888). */
  public Optional<String> mid() {
    return attributes.value("mid");
  }

  /** Who sends. */
  public Direction direction() {
    return Direction.of(attributes);
  }
}
