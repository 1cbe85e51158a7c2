package io.carillon.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void theCommandLineWinsOverTheEnvironmentWhichWinsOverTheFile() throws IOException {
    Path file = folder.resolve("carillon.properties");
    Files.writeString(
        file, "carillon.port=1\ncarillon.admin-port=1\ncarillon.call.ring-timeout=1s\n");
    Settings settings =
        Settings.load(
            Map.of("carillon.port", "3"),
            Map.of("CARILLON_PORT", "2", "CARILLON_ADMIN_PORT", "2"),
            file);

    assertThat(settings.number("carillon.port", 0, 0, 9)).isEqualTo(3);
    assertThat(settings.number("carillon.admin-port", 0, 0, 9)).isEqualTo(2);
    assertThat(settings.duration("carillon.call.ring-timeout", Duration.ofDays(1)))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatIsNotSetIsTheDefault() {
    Settings settings = Settings.load(Map.of("carillon.empty", " "), Map.of(), null);

    assertThat(settings.text("carillon.host", "here")).isEqualTo("here");
    assertThat(settings.text("carillon.empty", "here")).isEqualTo("here");
    assertThat(settings.flag("carillon.demo", true)).isTrue();
    assertThat(settings.list("carillon.turn.urls")).isEmpty();
  }

  @Test
  void aListIsCutAtCommas() {
    Settings settings = Settings.load(Map.of("carillon.turn.urls", "a, b,,c "), Map.of(), null);

    assertThat(settings.list("carillon.turn.urls")).containsExactly("a", "b", "c");
  }

  @Test
  void aWrongValueIsNamedTogetherWithWhatWouldBeRight() {
    Settings settings =
        Settings.load(
            Map.of("carillon.port", "70000", "carillon.demo", "maybe", "carillon.grace", "0s"),
            Map.of(),
            null);

    assertThatThrownBy(() -> settings.number("carillon.port", 8080, 0, 65535))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("carillon.port: expected a whole number from 0 to 65535, got \"70000\"");
    assertThatThrownBy(() -> settings.flag("carillon.demo", true))
        .hasMessage("carillon.demo: expected true or false, got \"maybe\"");
    assertThatThrownBy(() -> settings.duration("carillon.grace", Duration.ofSeconds(1)))
        .hasMessageStartingWith("carillon.grace: expected a duration such as 30s");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path missing = folder.resolve("nowhere.properties");

    assertThatThrownBy(() -> Settings.load(Map.of(), Map.of(), missing))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(missing.toString());
  }
}
