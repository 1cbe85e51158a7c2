package io.carillon.media.sfu;

import io.carillon.media.conference.AnswerRefusedException;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * The metrics of calls on videobridges.
 *
 * <table>
 * <caption>Names, labels and units</caption>
 * <tr><td>{@code carillon_sfu_conferences}</td><td></td>
 *     <td>conferences that this adapter has on bridges</td></tr>
 * <tr><td>{@code carillon_sfu_participants}</td><td></td>
 *     <td>endpoints of those</td></tr>
 * <tr><td>{@code carillon_sfu_offers_total}</td><td></td>
 *     <td>offers made to participants</td></tr>
 * <tr><td>{@code carillon_sfu_refused_answers_total}</td><td>{@code reason}</td>
 *     <td>answers with which a conference can't work</td></tr>
 * <tr><td>{@code carillon_sfu_lost_conferences_total}</td><td>{@code cause}</td>
 *     <td>conferences that had to begin anew: {@code bridge}, {@code adapter}</td></tr>
 * <tr><td>{@code carillon_sfu_restarted_endpoints_total}</td><td></td>
 *     <td>endpoints that were made anew, since their connection failed</td></tr>
 * </table>
 */
final class SfuMetrics {
  private final PrometheusRegistry registry;
  private final Counter offers;
  private final Counter refused;
  private final Counter lost;
  private final Counter restarted;

  SfuMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    offers = counter("carillon_sfu_offers_total", "Offers made to participants");
    refused =
        counter(
            "carillon_sfu_refused_answers_total",
            "Answers with which a conference can't work",
            "reason");
    lost =
        counter(
            "carillon_sfu_lost_conferences_total", "Conferences that had to begin anew", "cause");
    restarted =
        counter(
            "carillon_sfu_restarted_endpoints_total",
            "Endpoints made anew, since their connection failed");
  }

  void gauges(IntSupplier conferences, IntSupplier participants) {
    gauge("carillon_sfu_conferences", "Conferences of this adapter on bridges", conferences);
    gauge("carillon_sfu_participants", "Endpoints of these conferences", participants);
  }

  void offered() {
    offers.inc();
  }

  void refused(AnswerRefusedException.Reason reason) {
    refused.labelValues(reason.name().toLowerCase(Locale.ROOT)).inc();
  }

  void bridgeLost() {
    lost.labelValues("bridge").inc();
  }

  void adapterLost() {
    lost.labelValues("adapter").inc();
  }

  void restarted() {
    restarted.inc();
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
}
