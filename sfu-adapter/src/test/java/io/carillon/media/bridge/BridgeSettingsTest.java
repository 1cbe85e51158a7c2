package io.carillon.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.media.colibri.ColibriTimeouts;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeSettingsTest {
  private static final String URLS = "carillon.videobridge.urls";
  private static final String DNS = "carillon.videobridge.dns";
  private static final String GROUPS = "carillon.videobridge.region-groups";

  @Test
  void withoutSettingsNoBridgeIsConfigured() {
    BridgeSettings settings = read(Map.of());
    assertThat(settings.configured()).isFalse();
    assertThat(settings.overloadedFrom()).isEqualTo(0.8);
    assertThat(settings.mostParticipants()).isEqualTo(20);
    assertThat(settings.healthInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.timeouts()).isEqualTo(ColibriTimeouts.DEFAULT);
  }

  @Test
  void aBridgeMayHaveARegion() {
    BridgeSettings settings =
        read(Map.of(URLS, "http://10.0.0.7:8080;region=eu, http://[fd00::1]:8080/"));
    assertThat(settings.configured()).isTrue();
    assertThat(settings.addresses())
        .containsExactly(
            new BridgeAddress(URI.create("http://10.0.0.7:8080"), "eu"),
            new BridgeAddress(URI.create("http://[fd00::1]:8080/"), null));
    assertThat(settings.addresses())
        .extracting(BridgeAddress::id)
        .containsExactly("10.0.0.7:8080", "[fd00::1]:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.7:8080",
        "ftp://10.0.0.7",
        "http://",
        "http:bridge",
        "http://user:word@10.0.0.7",
        "http://10.0.0.7/colibri",
        "http://10.0.0.7?a=b",
        "http://10.0.0.7;zone=eu",
        "http://10.0.0.7;region=",
        "http://10.0.0.7;region=e u",
        "http://10.0.0.7,http://10.0.0.7;region=eu"
      })
  void whatIsNoAddressOfABridgeIsRefused(String urls) {
    assertThatThrownBy(() -> read(Map.of(URLS, urls)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(URLS + ": expected different addresses such as http://10.0.0.7");
  }

  @Test
  void aNameHasAPort() {
    assertThat(read(Map.of(DNS, "jvb.media:9080")).name())
        .isEqualTo(new BridgeName("jvb.media", 9080));
    assertThat(read(Map.of(DNS, "jvb")).name()).isEqualTo(new BridgeName("jvb", 8080));
    assertThat(read(Map.of(DNS, "jvb")).configured()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://jvb:8080", "jvb:0", "jvb:65536", "jvb:", "j v b"})
  void whatIsNoNameIsRefused(String name) {
    assertThatThrownBy(() -> read(Map.of(DNS, name)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(DNS + ": expected name:port");
  }

  @Test
  void addressesAndANameTogetherAreRefused() {
    assertThatThrownBy(() -> read(Map.of(DNS, "jvb", URLS, "http://10.0.0.7")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(URLS + " and " + DNS + " are both set: set one of them");
  }

  @Test
  void regionsOfAGroupAreNearEachOther() {
    RegionGroups groups = read(Map.of(GROUPS, "us-east  us-west, eu")).groups();
    assertThat(groups.around("us-west")).isEqualTo(Set.of("us-east", "us-west"));
    assertThat(groups.around("eu")).isEqualTo(Set.of("eu"));
    assertThat(groups.around("asia")).isEqualTo(Set.of("asia"));
  }

  @Test
  void aRegionIsInOneGroup() {
    assertThatThrownBy(() -> read(Map.of(GROUPS, "us-east us-west, us-west eu")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(GROUPS + ": expected regions");
  }

  @Test
  void aRegionIsAShortName() {
    assertThat(read(Map.of("carillon.region", "eu")).ownRegion()).isEqualTo("eu");
    for (String wrong : List.of("e u", "x".repeat(65))) {
      assertThatThrownBy(() -> read(Map.of("carillon.region", wrong)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("carillon.region: expected");
    }
  }

  private static BridgeSettings read(Map<String, String> settings) {
    return BridgeSettings.read(Settings.load(settings, Map.of(), null));
  }
}
