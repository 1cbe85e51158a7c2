package io.carillon.call;

import io.carillon.call.core.MediaTerms;
import io.carillon.call.store.DialLimits;
import io.carillon.protocol.contract.BridgeSupply;
import io.carillon.runtime.config.Settings;
import java.time.Duration;

/**
 * The settings of call-service.
 *
 * @param ringTimeout how long a call rings if the invitation does not say ({@code
 *     carillon.call.ring-timeout})
 * @param reconnectGrace how long a dropped device keeps its part ({@code
 *     carillon.call.reconnect-grace})
 * @param offlineGrace how long a user stays online whose last device dropped ({@code
 *     carillon.presence.offline-grace})
 * @param sweepInterval how often calls whose time is up are looked for ({@code
 *     carillon.call.sweep-interval})
 * @param limits how many invitations a user may send a minute ({@code
 *     carillon.limits.invites-per-user}, {@code carillon.limits.invites-per-pair})
 * @param sfuParties how many may be in a call on a videobridge ({@code carillon.call.sfu-parties})
 * @param directAgainAfter how long no more than two may be left on a bridge before they go on
 *     without it ({@code carillon.call.direct-again-after})
 * @param retention how long records of calls are kept ({@code carillon.history.retention}); null:
 *     for ever
 */
record CallConfig(
    Duration ringTimeout,
    Duration reconnectGrace,
    Duration offlineGrace,
    Duration sweepInterval,
    DialLimits limits,
    int sfuParties,
    Duration directAgainAfter,
    Duration retention) {
  private static final String FOR_EVER = "forever";

  /**
   * Reads them.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if one is wrong
   */
  static CallConfig from(Settings settings) {
    return new CallConfig(
        settings.duration("carillon.call.ring-timeout", Duration.ofSeconds(60)),
        settings.duration("carillon.call.reconnect-grace", Duration.ofSeconds(30)),
        settings.duration("carillon.presence.offline-grace", Duration.ofSeconds(15)),
        settings.duration("carillon.call.sweep-interval", Duration.ofMillis(250)),
        new DialLimits(
            settings.number("carillon.limits.invites-per-user", 1_200, 1, 1_000_000),
            settings.number("carillon.limits.invites-per-pair", 600, 1, 1_000_000)),
        settings.number("carillon.call.sfu-parties", 20, 3, 1_000),
        settings.duration("carillon.call.direct-again-after", Duration.ofSeconds(60)),
        settings.text("carillon.history.retention", "").equals(FOR_EVER)
            ? null
            : settings.duration("carillon.history.retention", Duration.ofDays(90)));
  }

  /** How media can flow while bridges are to be had like that. */
  MediaTerms terms(BridgeSupply bridges) {
    return new MediaTerms(bridges, sfuParties, directAgainAfter.toMillis());
  }
}
