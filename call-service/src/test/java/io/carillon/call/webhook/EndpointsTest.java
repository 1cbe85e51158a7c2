package io.carillon.call.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER_SECRET = "another secret of 24 bytes";

  @Test
  void everyAppIsToldAtTheOneAddressUnlessItHasItsOwn() {
    Endpoints endpoints =
        new Endpoints(
            settings(
                "carillon.webhook.url",
                "https://app.example/hook",
                "carillon.webhook.secret",
                SECRET,
                "carillon.app.acme.webhook.url",
                "https://acme.example/hook",
                "carillon.app.acme.webhook.secret",
                OTHER_SECRET));

    Endpoint one = endpoints.of("one").orElseThrow();
    Endpoint two = endpoints.of("two").orElseThrow();
    Endpoint acme = endpoints.of("acme").orElseThrow();
    assertThat(one.receiver().url()).hasToString("https://app.example/hook");
    assertThat(one.receiver()).isSameAs(two.receiver()).isNotSameAs(acme.receiver());
    assertThat(acme.receiver().url()).hasToString("https://acme.example/hook");
    byte[] body = {1};
    assertThat(one.signature().sign("id", 1, body)).isEqualTo(two.signature().sign("id", 1, body));
    assertThat(acme.signature().sign("id", 1, body))
        .isNotEqualTo(one.signature().sign("id", 1, body));
  }

  @Test
  void anAppMayBeTheOnlyOneThatIsTold() {
    Settings settings =
        Settings.load(
            Map.of(),
            Map.of(
                "CARILLON_APP_ACME_WEBHOOK_URL",
                "https://acme.example/hook",
                "CARILLON_APP_ACME_WEBHOOK_SECRET",
                OTHER_SECRET),
            null);

    assertThat(Endpoints.anyIn(settings)).isTrue();
    assertThat(new Endpoints(settings).of("acme")).isPresent();
    assertThat(new Endpoints(settings).of("default")).isEmpty();
    assertThat(Endpoints.anyIn(settings("carillon.webhook.secret", SECRET))).isFalse();
  }

  @Test
  void whatIsWrongEndsTheStartAndIsNamed() {
    refused("carillon.webhook.secret", "carillon.webhook.url", "https://app.example/hook");
    refused("carillon.webhook.url", "carillon.webhook.url", "http://app.example/hook");
    refused(
        "carillon.app.acme.webhook.secret",
        "carillon.webhook.secret",
        SECRET,
        "carillon.app.acme.webhook.url",
        "https://acme.example/hook");
    refused(
        "carillon.app.acme.webhook.secret",
        "carillon.webhook.url",
        "https://app.example/hook",
        "carillon.webhook.secret",
        SECRET,
        "carillon.app.acme.webhook.secret",
        "short");
    assertThatThrownBy(
            () ->
                WebhookSettings.read(
                    settings(
                        "carillon.webhook.url", "https://app.example/hook",
                        "carillon.webhook.events", "call.ended,call.dropped")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("carillon.webhook.events: ")
        .hasMessageContaining("call.dropped");
  }

  private static void refused(String name, String... settings) {
    assertThatThrownBy(() -> new Endpoints(settings(settings)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(name + ": ");
  }

  private static Settings settings(String... pairs) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put(pairs[i], pairs[i + 1]);
    }
    return Settings.load(settings, Map.of(), null);
  }
}
