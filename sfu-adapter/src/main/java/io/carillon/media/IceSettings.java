package io.carillon.media;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The STUN and TURN servers of this installation.
 *
 * @param stunUrls {@code carillon.stun.urls}, by RFC 7064
 * @param turnUrls {@code carillon.turn.urls}, by RFC 7065
 * @param turnSecret {@code carillon.turn.secret}, shared with the TURN servers; null without them
 * @param turnTtl {@code carillon.turn.ttl}: how long credentials are good for
 */
record IceSettings(
    List<String> stunUrls, List<String> turnUrls, String turnSecret, Duration turnTtl) {
  private static final Duration DEFAULT_TTL = Duration.ofHours(1);

  /**
   * Reads them.
   *
   * @throws ConfigurationException if one is wrong, or a TURN server has no secret
   */
  static IceSettings read(Settings settings) {
    List<String> stunUrls = urls(settings, "carillon.stun.urls", "stun");
    List<String> turnUrls = urls(settings, "carillon.turn.urls", "turn");
    String secret = settings.text("carillon.turn.secret", null);
    if (!turnUrls.isEmpty() && secret == null) {
      throw new ConfigurationException(
          "carillon.turn.urls is set and carillon.turn.secret is not: set it to the"
              + " static-auth-secret of the TURN servers");
    }
    Duration ttl = settings.duration("carillon.turn.ttl", DEFAULT_TTL);
    if (ttl.toSeconds() < 1) {
      throw Settings.wrong("carillon.turn.ttl", ttl.toString(), "a second or more");
    }
    return new IceSettings(stunUrls, turnUrls, secret, ttl);
  }

  @Override
  public String toString() {
    return "IceSettings[stunUrls=" + stunUrls + ", turnUrls=" + turnUrls + ", ttl=" + turnTtl + ']';
  }

  private static List<String> urls(Settings settings, String name, String scheme) {
    List<String> urls = settings.list(name);
    for (String url : urls) {
      String lower = url.toLowerCase(Locale.ROOT);
      if (!lower.startsWith(scheme + ':') && !lower.startsWith(scheme + "s:")) {
        throw Settings.wrong(name, url, "URLs such as " + scheme + ":example.org:3478");
      }
    }
    return urls;
  }
}
