package io.carillon.runtime.authorization;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.webhook.WebhookSignature;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where an app is asked, and how long for.
 *
 * @param timeout how long the app may take for an answer
 * @param cacheTtl how long an answer is good
 * @param allowWhenDown what holds while the app does not answer
 */
record HookSettings(
    URI url,
    WebhookSignature signature,
    Duration timeout,
    Duration cacheTtl,
    boolean allowWhenDown) {
  private static final String URL = "carillon.hook.url";
  private static final String SECRET = "carillon.hook.secret";
  private static final String WHEN_DOWN = "carillon.hook.when-down";

  /**
   * Reads {@code carillon.hook.*}; empty if no address is set.
   *
   * @throws ConfigurationException if one of them is wrong, or the secret is missing
   */
  static Optional<HookSettings> read(Settings settings) {
    return settings
        .secureUrl(URL)
        .map(
            url ->
                new HookSettings(
                    url,
                    settings
                        .optional(SECRET)
                        .map(secret -> WebhookSignature.of(SECRET, secret))
                        .orElseThrow(
                            () ->
                                new ConfigurationException(
                                    SECRET + ": is needed, since " + URL + " is set")),
                    settings.duration("carillon.hook.timeout", Duration.ofSeconds(2)),
                    settings.duration("carillon.hook.cache-ttl", Duration.ofSeconds(30)),
                    allowsWhenDown(settings.text(WHEN_DOWN, "deny"))));
  }

  private static boolean allowsWhenDown(String value) {
    return switch (value) {
      case "allow" -> true;
      case "deny" -> false;
      default -> throw Settings.wrong(WHEN_DOWN, value, "allow or deny");
    };
  }
}
