package io.carillon.presence.token;

import io.carillon.runtime.config.InstallationSecret;
import io.carillon.runtime.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How tokens are checked.
 *
 * @param secretOf the HS256 key of an app
 * @param publicKeys keys from {@code carillon.token.public-keys}, a file of PEM blocks
 * @param jwksUrl where more public keys are published (RFC 7517), or null
 * @param issuer the {@code iss} that tokens must have, or null
 * @param audience the {@code aud} that tokens must contain, or null
 */
record TokenSettings(
    Function<String, byte[]> secretOf,
    List<PublicKey> publicKeys,
    URI jwksUrl,
    String issuer,
    String audience) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Reads the settings {@code carillon.token.*} and {@code carillon.app.<app>.secret}. The
   * installation's secret serves every app that has none of its own. Blocks.
   */
  static TokenSettings read(Settings settings, Path dataFolder) {
    byte[] installation = InstallationSecret.load(settings, dataFolder);
    Path keyFile = settings.path("carillon.token.public-keys", null);
    return new TokenSettings(
        app -> secretOf(app, settings, installation),
        keyFile == null ? List.of() : PemKeys.read(keyFile),
        settings.optional("carillon.token.jwks-url").map(TokenSettings::jwksUrl).orElse(null),
        settings.text("carillon.token.issuer", null),
        settings.text("carillon.token.audience", null));
  }

  private static byte[] secretOf(String app, Settings settings, byte[] installation) {
    String setting = "carillon.app." + app + ".secret";
    return settings
        .optional(setting)
        .map(text -> InstallationSecret.key(setting, text))
        .orElse(installation);
  }

  private static URI jwksUrl(String text) {
    URI url = null;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException notOne) {
      // refused below
    }
    boolean usable =
        url != null
            && url.getHost() != null
            && ("https".equals(url.getScheme())
                || ("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost())));
    if (!usable) {
      throw Settings.wrong("carillon.token.jwks-url", text, "an https address (http on localhost)");
    }
    return url;
  }
}
