package io.carillon.media;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.request.MediaRequest.ReportStats;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.IntSupplier;

/**
 * Every metric of sfu-adapter but those of the bridges.
 *
 * <table>
 * <caption>Names, labels and units</caption>
 * <tr><td>{@code carillon_media_relayed_messages_total}</td><td>{@code type}</td>
 *     <td>messages that were delivered, or held for the accept</td></tr>
 * <tr><td>{@code carillon_media_held_messages_total}</td><td></td>
 *     <td>messages that had to wait for an accept</td></tr>
 * <tr><td>{@code carillon_media_refused_requests_total}</td><td>{@code code}</td>
 *     <td>requests that were answered with an error</td></tr>
 * <tr><td>{@code carillon_media_connection_reports_total}</td><td>{@code state}</td>
 *     <td>reports of how a connection to a peer stands</td></tr>
 * <tr><td>{@code carillon_media_calls}</td><td></td>
 *     <td>calls of which this adapter has a copy</td></tr>
 * <tr><td>{@code carillon_media_ice_renewal_sessions}</td><td></td>
 *     <td>sessions that get new credentials from this adapter</td></tr>
 * <tr><td>{@code carillon_media_round_trip_seconds}</td><td></td>
 *     <td>round trips that clients report</td></tr>
 * <tr><td>{@code carillon_media_jitter_seconds}</td><td></td>
 *     <td>jitter that clients report</td></tr>
 * <tr><td>{@code carillon_media_packet_loss_ratio}</td><td></td>
 *     <td>lost of all packets that clients report, 0 to 1</td></tr>
 * </table>
 */
final class MediaMetrics {
  private final PrometheusRegistry registry;
  private final Counter relayed;
  private final Counter held;
  private final Counter refused;
  private final Counter connections;
  private final Histogram roundTrip;
  private final Histogram jitter;
  private final Histogram loss;

  MediaMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    relayed =
        counter(
            "carillon_media_relayed_messages_total",
            "Descriptions and candidates delivered, or held for the accept",
            "type");
    held = counter("carillon_media_held_messages_total", "Messages that had to wait for an accept");
    refused =
        counter("carillon_media_refused_requests_total", "Requests answered with an error", "code");
    connections =
        counter(
            "carillon_media_connection_reports_total",
            "Reports of how a connection to a peer stands",
            "state");
    roundTrip =
        histogram(
            "carillon_media_round_trip_seconds",
            "Round trips that clients report",
            0.01,
            0.025,
            0.05,
            0.1,
            0.15,
            0.2,
            0.3,
            0.5,
            1,
            2);
    jitter =
        histogram(
            "carillon_media_jitter_seconds",
            "Jitter that clients report",
            0.001,
            0.0025,
            0.005,
            0.01,
            0.02,
            0.03,
            0.05,
            0.1,
            0.25);
    loss =
        histogram(
            "carillon_media_packet_loss_ratio",
            "Lost of all packets that clients report",
            0,
            0.001,
            0.005,
            0.01,
            0.02,
            0.05,
            0.1,
            0.2,
            0.5);
  }

  void gauges(IntSupplier calls, IntSupplier renewals) {
    gauge("carillon_media_calls", "Calls of which this adapter has a copy", calls);
    gauge(
        "carillon_media_ice_renewal_sessions",
        "Sessions that get new credentials from this adapter",
        renewals);
  }

  void relayed(String type) {
    relayed.labelValues(type).inc();
  }

  void held() {
    held.inc();
  }

  void refused(ErrorCode code) {
    refused.labelValues(code.code()).inc();
  }

  void connection(PeerState state) {
    connections.labelValues(state.code()).inc();
  }

  /** Observes the figures that are there. */
  void stats(ReportStats stats) {
    if (stats.rttMs() != null) {
      roundTrip.observe(stats.rttMs() / 1000);
    }
    if (stats.jitterMs() != null) {
      jitter.observe(stats.jitterMs() / 1000);
    }
    if (stats.packetsLost() != null && stats.packetsReceived() != null) {
      // RFC 3550 counts duplicates against the lost, so that there may be fewer than none.
      double lost = Math.max(0, stats.packetsLost());
      double all = lost + stats.packetsReceived();
      if (all > 0) {
        loss.observe(lost / all);
      }
    }
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private void gauge(String name, String help, IntSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsInt()))
        .register(registry);
  }

  private Histogram histogram(String name, String help, double... upperBounds) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicOnly()
        .classicUpperBounds(upperBounds)
        .register(registry);
  }
}
