package io.carillon.presence.edge;

import io.carillon.runtime.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How the edge treats its sockets. Times are in milliseconds.
 *
 * @param port 0 for any that is free
 * @param allowedOrigins whole origins, {@code *} for all; empty: the same host alone
 * @param requestsPerSecond how fast a session's allowance grows
 * @param requestBurst how large it grows
 * @param hellosPerSecond for each remote address
 * @param unavailablePatience how long what a service can't do now is asked of it again
 * @param drainSpread over how long a drain sends its clients away
 */
public record EdgeSettings(
    String host,
    int port,
    int eventLoops,
    List<String> allowedOrigins,
    long helloTimeout,
    long pingInterval,
    long pongTimeout,
    long resumeTtl,
    long tokenExpiryNotice,
    long offlineGrace,
    int requestsPerSecond,
    int requestBurst,
    int requestsInFlight,
    int hellosPerSecond,
    long unavailablePatience,
    long drainSpread) {
  private static final long MAX_SWEEP_INTERVAL = 1000;
  private static final long MIN_SWEEP_INTERVAL = 10;
  private static final int SIGN_IN_PATIENCE = 3;

  public EdgeSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /**
   * Reads {@code carillon.port}, {@code carillon.host}, {@code carillon.event-loops}, {@code
   * carillon.edge.*} and {@code carillon.presence.offline-grace}.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if one of them is wrong
   */
  public static EdgeSettings read(Settings settings) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new EdgeSettings(
        settings.text("carillon.host", "0.0.0.0"),
        settings.number("carillon.port", 8080, 0, 65535),
        settings.number("carillon.event-loops", Math.max(2, processors), 1, 64),
        settings.list("carillon.edge.allowed-origins"),
        millis(settings, "carillon.edge.hello-timeout", 5_000),
        millis(settings, "carillon.edge.ping-interval", 25_000),
        millis(settings, "carillon.edge.pong-timeout", 10_000),
        millis(settings, "carillon.edge.resume-ttl", 30_000),
        millis(settings, "carillon.edge.token-expiry-notice", 60_000),
        millis(settings, "carillon.presence.offline-grace", 15_000),
        settings.number("carillon.edge.requests-per-second", 200, 1, 1_000_000),
        settings.number("carillon.edge.request-burst", 2_000, 1, 1_000_000),
        settings.number("carillon.edge.requests-in-flight", 256, 1, 65_536),
        settings.number("carillon.edge.hellos-per-second", 200, 1, 1_000_000),
        millis(settings, "carillon.edge.unavailable-patience", 15_000),
        millis(settings, "carillon.edge.drain-spread", 5_000));
  }

  private static long millis(Settings settings, String name, long fallback) {
    return settings.duration(name, Duration.ofMillis(fallback)).toMillis();
  }

  /** How long the server may take for a hello: longer than the client for saying it. */
  long signInTimeout() {
    return SIGN_IN_PATIENCE * helloTimeout;
  }

  /**
   * How often a loop looks at all of its sockets: a fraction of the shortest time that it keeps.
   */
  long sweepInterval() {
    long shortest =
        LongStream.of(
                helloTimeout, pingInterval, pongTimeout, resumeTtl, tokenExpiryNotice, offlineGrace)
            .min()
            .orElseThrow();
    return Math.clamp(shortest / 4, MIN_SWEEP_INTERVAL, MAX_SWEEP_INTERVAL);
  }
}
