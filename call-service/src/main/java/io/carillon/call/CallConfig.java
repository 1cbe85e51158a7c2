package io.carillon.call;

import io.carillon.runtime.config.Settings;
import java.time.Duration;

/**
 * The settings of call-service.
 *
 * @param ringTimeout how long a call rings if the invitation does not say ({@code
 *     carillon.call.ring-timeout})
 * @param reconnectGrace how long a dropped device keeps its part ({@code
 *     carillon.call.reconnect-grace})
 * @param sweepInterval how often calls whose time is up are looked for ({@code
 *     carillon.call.sweep-interval})
 */
record CallConfig(Duration ringTimeout, Duration reconnectGrace, Duration sweepInterval) {

  /**
   * Reads them.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if one is wrong
   */
  static CallConfig from(Settings settings) {
    return new CallConfig(
        settings.duration("carillon.call.ring-timeout", Duration.ofSeconds(60)),
        settings.duration("carillon.call.reconnect-grace", Duration.ofSeconds(30)),
        settings.duration("carillon.call.sweep-interval", Duration.ofMillis(250)));
  }
}
