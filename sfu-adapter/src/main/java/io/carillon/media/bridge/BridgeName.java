package io.carillon.media.bridge;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name whose addresses are those of bridges.
 *
 * @param port of the private HTTP interface of each
 */
record BridgeName(String host, int port) {
  private static final int DEFAULT_PORT = 8080;
  private static final int MAX_PORT = 65_535;
  private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9._-]{1,253})(?::(\\d{1,5}))?");

  /**
   * Reads one: {@code jvb.media.svc:8080}, or without the port.
   *
   * @return empty if it is none
   */
  static Optional<BridgeName> read(String text) {
    Matcher match = TEXT.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    int port = match.group(2) == null ? DEFAULT_PORT : Integer.parseInt(match.group(2));
    return port >= 1 && port <= MAX_PORT
        ? Optional.of(new BridgeName(match.group(1), port))
        : Optional.empty();
  }
}
