package io.carillon.presence.edge;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From which pages browsers may connect (RFC 6455, section 10.2). What sends no Origin is no
 * browser and may. Without a list only pages of the same host may.
 */
final class OriginPolicy {
  private static final String ANY = "*";

  private final Set<String> allowed;

  OriginPolicy(List<String> allowed) {
    this.allowed =
        allowed.stream().map(OriginPolicy::normal).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a handshake may go on.
   *
   * @param origin the Origin header, or null
   * @param host the Host header, or null
   */
  boolean allows(String origin, String host) {
    if (origin == null || allowed.contains(ANY)) {
      return true;
    }
    if (!allowed.isEmpty()) {
      return allowed.contains(normal(origin));
    }
    int authority = origin.indexOf("://");
    return authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
  }

  private static String normal(String origin) {
    String lower = origin.toLowerCase(java.util.Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
