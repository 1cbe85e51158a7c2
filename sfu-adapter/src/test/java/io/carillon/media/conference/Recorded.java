package io.carillon.media.conference;

import io.carillon.media.sdp.SessionDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Descriptions that were exchanged with a real bridge and a real browser. */
final class Recorded {
  private Recorded() {}

  static String text(String name) throws IOException {
    try (InputStream file = Recorded.class.getResourceAsStream("/videobridge/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static SessionDescription description(String name) throws IOException {
    return SessionDescription.parse(text(name));
  }
}
