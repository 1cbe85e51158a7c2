package io.carillon.call.webhook;

import io.carillon.runtime.config.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is told by webhook, and how patiently.
 *
 * @param events the types that are told
 * @param timeout how long a receiver may take
 * @param userInfo whether what the caller's app put into a call is told
 */
record WebhookSettings(
    Set<String> events, RetrySchedule retries, Duration timeout, boolean userInfo) {
  private static final String EVENTS = "carillon.webhook.events";
  private static final int DEFAULT_ATTEMPTS = 9;

  /**
   * Reads {@code carillon.webhook.*}; empty if no app has an address.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if one of them is wrong
   */
  static Optional<WebhookSettings> read(Settings settings) {
    return Endpoints.anyIn(settings)
        ? Optional.of(
            new WebhookSettings(
                events(settings),
                new RetrySchedule(
                    settings.duration("carillon.webhook.retry-delay", Duration.ofSeconds(5)),
                    settings.number(
                        "carillon.webhook.attempts",
                        DEFAULT_ATTEMPTS,
                        1,
                        RetrySchedule.MOST_ATTEMPTS)),
                settings.duration("carillon.webhook.timeout", Duration.ofSeconds(15)),
                settings.flag("carillon.webhook.user-info", false)))
        : Optional.empty();
  }

  private static Set<String> events(Settings settings) {
    List<String> all = Arrays.stream(WebhookType.values()).map(WebhookType::code).toList();
    List<String> wanted = settings.list(EVENTS);
    for (String type : wanted) {
      if (!all.contains(type)) {
        throw Settings.wrong(EVENTS, type, all.stream().collect(Collectors.joining(", ")));
      }
    }
    return Set.copyOf(wanted.isEmpty() ? all : wanted);
  }
}
