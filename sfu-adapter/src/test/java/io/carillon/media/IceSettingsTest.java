package io.carillon.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.IceServer;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IceSettingsTest {
  private static final UserRef ALICE = new UserRef("default", "alice");

  @Test
  void aTurnServerWithoutSecretIsAConfigurationError() {
    assertThatThrownBy(() -> read(Map.of("carillon.turn.urls", "turn:turn.example.org")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("carillon.turn.secret");
  }

  @Test
  void aUrlOfAnotherSchemeIsAConfigurationError() {
    assertThatThrownBy(() -> read(Map.of("carillon.stun.urls", "http://stun.example.org")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("carillon.stun.urls");
  }

  @Test
  void withoutSettingsTheListIsEmptyAndDoesNotExpire() {
    var servers = new IceServerList(read(Map.of()), Clock.systemUTC()).of(ALICE);
    assertThat(servers.iceServers()).isEmpty();
    assertThat(servers.expiresAt()).isNull();
  }

  @Test
  void stunAloneDoesNotExpire() {
    var servers =
        new IceServerList(
                read(Map.of("carillon.stun.urls", "stun:stun.example.org")), Clock.systemUTC())
            .of(ALICE);
    assertThat(servers.iceServers())
        .containsExactly(new IceServer(List.of("stun:stun.example.org"), null, null));
    assertThat(servers.expiresAt()).isNull();
  }

  @Test
  void theSecretIsNotPrinted() {
    IceSettings settings =
        read(
            Map.of("carillon.turn.urls", "turn:turn.example.org", "carillon.turn.secret", "north"));
    assertThat(settings.toString()).doesNotContain("north");
  }

  private static IceSettings read(Map<String, String> settings) {
    return IceSettings.read(Settings.load(settings, Map.of(), null));
  }
}
