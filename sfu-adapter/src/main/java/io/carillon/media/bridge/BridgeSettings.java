package io.carillon.media.bridge;

import io.carillon.media.colibri.ColibriTimeouts;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The settings of bridges.
 *
 * @param addresses those that are known ({@code carillon.videobridge.urls})
 * @param name where to find them otherwise ({@code carillon.videobridge.dns}), or null
 * @param groups {@code carillon.videobridge.region-groups}
 * @param ownRegion {@code carillon.region}, or null
 * @param overloadedFrom the stress from which a bridge gets conferences only if there is no other
 *     ({@code carillon.videobridge.overload-threshold})
 * @param mostParticipants in one conference ({@code carillon.call.sfu-parties})
 * @param healthInterval {@code carillon.videobridge.health-interval}
 * @param healthTimeout {@code carillon.videobridge.health-timeout}
 * @param timeouts {@code carillon.videobridge.first-timeout}, {@code carillon.videobridge.timeout}
 */
record BridgeSettings(
    List<BridgeAddress> addresses,
    BridgeName name,
    RegionGroups groups,
    String ownRegion,
    double overloadedFrom,
    int mostParticipants,
    Duration healthInterval,
    Duration healthTimeout,
    ColibriTimeouts timeouts) {
  private static final String URLS = "carillon.videobridge.urls";
  private static final String DNS = "carillon.videobridge.dns";
  private static final String GROUPS = "carillon.videobridge.region-groups";

  /**
   * Reads them.
   *
   * @throws ConfigurationException if one is wrong
   */
  static BridgeSettings read(Settings settings) {
    List<BridgeAddress> addresses = addresses(settings.list(URLS));
    BridgeName name =
        settings
            .optional(DNS)
            .map(
                text ->
                    BridgeName.read(text)
                        .orElseThrow(
                            () -> Settings.wrong(DNS, text, "name:port, such as jvb.media:8080")))
            .orElse(null);
    if (name != null && !addresses.isEmpty()) {
      throw new ConfigurationException(URLS + " and " + DNS + " are both set: set one of them");
    }
    return new BridgeSettings(
        addresses,
        name,
        groups(settings.list(GROUPS)),
        settings.optional("carillon.region").map(BridgeSettings::region).orElse(null),
        settings.decimal("carillon.videobridge.overload-threshold", 0.8, 0.01, 10),
        settings.number("carillon.call.sfu-parties", 20, 3, 1_000),
        settings.duration("carillon.videobridge.health-interval", Duration.ofSeconds(10)),
        settings.duration("carillon.videobridge.health-timeout", Duration.ofSeconds(3)),
        new ColibriTimeouts(
            settings.duration(
                "carillon.videobridge.first-timeout", ColibriTimeouts.DEFAULT.first()),
            settings.duration("carillon.videobridge.timeout", ColibriTimeouts.DEFAULT.later())));
  }

  /** Whether there is to be any bridge. */
  boolean configured() {
    return name != null || !addresses.isEmpty();
  }

  private static List<BridgeAddress> addresses(List<String> texts) {
    Set<String> ids = new HashSet<>();
    List<BridgeAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      BridgeAddress address =
          BridgeAddress.read(text)
              .filter(one -> ids.add(one.id()))
              .orElseThrow(
                  () ->
                      Settings.wrong(
                          URLS,
                          text,
                          "different addresses such as http://10.0.0.7:8080 or"
                              + " http://10.0.0.7:8080;region=eu, separated by commas"));
      addresses.add(address);
    }
    return addresses;
  }

  private static RegionGroups groups(List<String> texts) {
    Set<String> seen = new HashSet<>();
    List<Set<String>> groups = new ArrayList<>();
    for (String text : texts) {
      List<String> regions = Arrays.asList(text.split("\\s+"));
      for (String region : regions) {
        if (!BridgeAddress.REGION.matcher(region).matches() || !seen.add(region)) {
          throw Settings.wrong(
              GROUPS,
              region,
              "regions with spaces between them and commas between groups, each region once");
        }
      }
      groups.add(new LinkedHashSet<>(regions));
    }
    return new RegionGroups(groups);
  }

  private static String region(String name) {
    if (!BridgeAddress.REGION.matcher(name).matches()) {
      throw Settings.wrong("carillon.region", name, "1 to 64 of A-Z a-z 0-9 . _ -");
    }
    return name;
  }
}
