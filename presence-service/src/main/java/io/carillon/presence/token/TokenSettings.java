package io.carillon.presence.token;

import io.carillon.runtime.config.AppSecrets;
import io.carillon.runtime.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
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
  /** Reads the settings {@code carillon.token.*} and {@code carillon.app.<app>.secret}. Blocks. */
  static TokenSettings read(Settings settings, Path dataFolder) {
    Path keyFile = settings.path("carillon.token.public-keys", null);
    return new TokenSettings(
        AppSecrets.load(settings, dataFolder)::of,
        keyFile == null ? List.of() : PemKeys.read(keyFile),
        settings.secureUrl("carillon.token.jwks-url").orElse(null),
        settings.text("carillon.token.issuer", null),
        settings.text("carillon.token.audience", null));
  }
}
