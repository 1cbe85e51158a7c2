package io.carillon.media.bridge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a bridge is.
 *
 * @param url of its private HTTP interface
 * @param region where it is said to stand; null where it says so itself, if anybody does
 */
record BridgeAddress(URI url, String region) {
  static final Pattern REGION = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String REGION_OPTION = "region=";

  /** What one is called: {@code 10.0.0.7:8080}. */
  String id() {
    return url.getAuthority();
  }

  /**
   * Reads one: {@code http://10.0.0.7:8080}, or {@code http://10.0.0.7:8080;region=eu}.
   *
   * @return empty if it is none
   */
  static Optional<BridgeAddress> read(String text) {
    int option = text.indexOf(';');
    String region = option < 0 ? null : text.substring(option + 1).strip();
    if (region != null) {
      if (!region.startsWith(REGION_OPTION)) {
        return Optional.empty();
      }
      region = region.substring(REGION_OPTION.length());
      if (!REGION.matcher(region).matches()) {
        return Optional.empty();
      }
    }
    try {
      URI url = new URI((option < 0 ? text : text.substring(0, option)).strip());
      return isBare(url) ? Optional.of(new BridgeAddress(url, region)) : Optional.empty();
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }

  private static boolean isBare(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null
        && url.getUserInfo() == null
        && (url.getPath().isEmpty() || url.getPath().equals("/"))
        && url.getQuery() == null
        && url.getFragment() == null;
  }
}
