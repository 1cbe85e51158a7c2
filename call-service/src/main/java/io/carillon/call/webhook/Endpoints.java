package io.carillon.call.webhook;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.webhook.WebhookSignature;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where each app is told. Confined to one context. */
final class Endpoints {
  private static final String URL = "carillon.webhook.url";
  private static final String SECRET = "carillon.webhook.secret";
  private static final String APP_PREFIX = "carillon.app.";
  private static final String APP_URL_SUFFIX = ".webhook.url";
  private static final String APP_SECRET_SUFFIX = ".webhook.secret";

  private final Settings settings;
  private final Map<URI, Receiver> receivers = new HashMap<>();
  private final Map<String, Optional<Endpoint>> byApp = new HashMap<>();

  /**
   * Those of the settings.
   *
   * @throws ConfigurationException if one of them is wrong or has no secret
   */
  Endpoints(Settings settings) {
    this.settings = settings;
    settings
        .secureUrl(URL)
        .ifPresent(url -> WebhookSignature.of(SECRET, requiredSecret(SECRET, URL)));
    settings.between(APP_PREFIX, APP_URL_SUFFIX).forEach(this::of);
    settings.between(APP_PREFIX, APP_SECRET_SUFFIX).forEach(this::of);
  }

  /** Whether any app has one. */
  static boolean anyIn(Settings settings) {
    return settings.optional(URL).isPresent()
        || !settings.between(APP_PREFIX, APP_URL_SUFFIX).isEmpty();
  }

  /** Where that app is told, if anywhere. */
  Optional<Endpoint> of(String app) {
    return byApp.computeIfAbsent(app, this::read);
  }

  /**
   * An app with an address of its own has a secret of its own, too: by a shared one each receiver
   * could pass for Carillon at the others.
   */
  private Optional<Endpoint> read(String app) {
    String ownUrl = APP_PREFIX + app + APP_URL_SUFFIX;
    String ownSecret = APP_PREFIX + app + APP_SECRET_SUFFIX;
    Optional<URI> own = settings.secureUrl(ownUrl);
    boolean secretIsOwn = own.isPresent() || settings.optional(ownSecret).isPresent();
    return own.or(() -> settings.secureUrl(URL))
        .map(
            url -> {
              String setting = secretIsOwn ? ownSecret : SECRET;
              return new Endpoint(
                  receivers.computeIfAbsent(url, Receiver::new),
                  WebhookSignature.of(setting, requiredSecret(setting, ownUrl)));
            });
  }

  private String requiredSecret(String setting, String because) {
    return settings
        .optional(setting)
        .orElseThrow(
            () ->
                new ConfigurationException(setting + ": is needed, since " + because + " is set"));
  }
}
