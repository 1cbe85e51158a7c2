package io.carillon.runtime.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookSettingsTest {
  private final Map<String, String> values =
      new HashMap<>(
          Map.of(
              "carillon.hook.url", "https://app.example.org/hook",
              "carillon.hook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

  @Test
  void withoutAnAddressThereIsNoHook() {
    values.remove("carillon.hook.url");

    assertThat(read()).isEmpty();
  }

  @Test
  void anAddressAndASecretAreEnough() {
    HookSettings settings = read().orElseThrow();

    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.cacheTtl()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.allowWhenDown()).isFalse();
  }

  @Test
  void withoutASecretNothingIsAsked() {
    values.remove("carillon.hook.secret");

    assertRefused("carillon.hook.secret");
  }

  @ParameterizedTest
  @CsvSource({
    "carillon.hook.url,http://app.example.org",
    "carillon.hook.secret,too short",
    "carillon.hook.timeout,soon",
    "carillon.hook.cache-ttl,0s",
    "carillon.hook.when-down,maybe",
  })
  void aWrongValueIsNamed(String name, String value) {
    values.put(name, value);

    assertRefused(name);
  }

  private void assertRefused(String name) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(this::read)
        .withMessageContaining(name);
  }

  private Optional<HookSettings> read() {
    return HookSettings.read(Settings.load(values, Map.of(), null));
  }
}
