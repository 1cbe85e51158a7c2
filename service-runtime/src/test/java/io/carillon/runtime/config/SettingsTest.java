package io.carillon.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void whatVariesInNamesIsFoundWhereverTheyAreSet() {
    Settings settings =
        Settings.load(
            Map.of("carillon.app.Acme.webhook.url", "x", "carillon.app.other.secret", "y"),
            Map.of("CARILLON_APP_MY_SHOP_WEBHOOK_URL", "z", "CARILLON_WEBHOOK_URL", "w"),
            null);

    assertThat(settings.between("carillon.app.", ".webhook.url"))
        .containsExactlyInAnyOrder("Acme", "my.shop");
    assertThat(settings.text("carillon.app.my.shop.webhook.url", "")).isEqualTo("z");
    assertThat(settings.between("carillon.app.", ".webhook.events")).isEmpty();
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
  void aNumberMayHaveDecimals() {
    assertThat(threshold("0.75")).isEqualTo(0.75);
    assertThat(threshold("1")).isEqualTo(1);
    assertThat(threshold("")).isEqualTo(0.8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,8", "-0.1", "2.1", "NaN", "1e0", "0x1", "80%", "."})
  void whatIsNoNumberWithinItsBoundsIsRefused(String value) {
    assertThatThrownBy(() -> threshold(value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("carillon.threshold: expected a number from 0.0 to 2.0, got \"" + value + '"');
  }

  private static double threshold(String value) {
    return Settings.load(Map.of("carillon.threshold", value), Map.of(), null)
        .decimal("carillon.threshold", 0.8, 0, 2);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path missing = folder.resolve("nowhere.properties");

    assertThatThrownBy(() -> Settings.load(Map.of(), Map.of(), missing))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(missing.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.org/hook",
        "http://localhost:8080/hook",
        "http://127.0.0.1/hook",
        "http://[::1]:1/hook",
        "HTTPS://app.example.org"
      })
  void anAddressThatMayBeTrusted(String url) {
    assertThat(Settings.load(Map.of("carillon.hook.url", url), Map.of(), null))
        .returns(Optional.of(URI.create(url)), settings -> settings.secureUrl("carillon.hook.url"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://app.example.org", "https:///hook", "app.example.org", "ftp://a", "%"})
  void anAddressThatMayNotBeTrusted(String url) {
    Settings settings = Settings.load(Map.of("carillon.hook.url", url), Map.of(), null);

    assertThatThrownBy(() -> settings.secureUrl("carillon.hook.url"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("carillon.hook.url");
  }

  @Test
  void whatWasSetIsListedWithWhereItWasSet() throws IOException {
    Path file = folder.resolve("carillon.properties");
    Files.writeString(
        file, "carillon.port=1\ncarillon.call.ring-timeout=1s\ncarillon.demo=false\n");
    Settings settings =
        Settings.load(
                Map.of("carillon.port", "3"),
                Map.of("CARILLON_PORT", "2", "CARILLON_CALL_RING_TIMEOUT", "2s", "PATH", "/bin"),
                file)
            .and("carillon.host", "127.0.0.1", "demo page");

    assertThat(settings.made())
        .containsExactly(
            new Setting("CARILLON_CALL_RING_TIMEOUT", "2s", "environment"),
            new Setting("carillon.demo", "false", file.toString()),
            new Setting("carillon.host", "127.0.0.1", "demo page"),
            new Setting("carillon.port", "3", "command line"));
    assertThat(settings.text("carillon.host", "")).isEqualTo("127.0.0.1");
  }

  @Test
  void anEmptySettingIsNotListed() {
    Settings settings =
        Settings.load(Map.of("carillon.host", " "), Map.of("CARILLON_HOST", "a"), null);

    assertThat(settings.made()).isEmpty();
    assertThat(settings.optional("carillon.host")).isEmpty();
  }

  @Test
  void noSecretIsListed() throws IOException {
    Path file = folder.resolve("carillon.properties");
    Files.writeString(
        file,
        """
        carillon.token.secret=hush
        carillon.app.acme.secret=hush
        carillon.database.password=hush
        carillon.hook.url=https://carillon:hush@app.example.org/hook?key=hush&version=1
        carillon.token.public-keys=/etc/keys.pem
        """);
    Settings settings =
        Settings.load(
            Map.of("carillon.database.url", "jdbc:postgresql://db/carillon?password=hush&ssl=true"),
            Map.of(
                "CARILLON_TURN_SECRET", "hush",
                "CARILLON_ADMIN_KEY", "hush",
                "CARILLON_JAVA_OPTS", "-Djavax.net.ssl.keyStorePassword=hush -Xmx1g"),
            file);

    assertThat(settings.made().toString()).doesNotContain("hush");
    assertThat(settings.made())
        .extracting(Setting::value)
        .containsExactly(
            "***",
            "***",
            "***",
            "jdbc:postgresql://db/carillon?password=***&ssl=true",
            "https://***@app.example.org/hook?key=***&version=1",
            "-Djavax.net.ssl.keyStorePassword=*** -Xmx1g",
            "/etc/keys.pem",
            "***",
            "***");
  }
}
