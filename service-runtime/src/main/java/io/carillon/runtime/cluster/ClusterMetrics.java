package io.carillon.runtime.cluster;

import io.carillon.runtime.bus.SelfProbe;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.LongSupplier;

/**
 * How a node that joins others stands to them. Read when they are asked for, by any thread.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><th>name</th><th>meaning</th></tr>
 * <tr><td>carillon_cluster_quorum</td><td>1 if this node may write</td></tr>
 * <tr><td>carillon_cluster_quorum_lost_total</td><td>how often it saw too few members</td></tr>
 * <tr><td>carillon_cluster_registered_anew_total</td><td>how often it did not hear what was sent to
 * it, and registered its addresses anew</td></tr>
 * <tr><td>carillon_cluster_standstills_total</td><td>how often its process stood still</td></tr>
 * </table>
 */
final class ClusterMetrics {
  private ClusterMetrics() {}

  static void register(PrometheusRegistry registry, Quorum quorum) {
    GaugeWithCallback.builder()
        .name("carillon_cluster_quorum")
        .help("1 if this node sees enough others to write, and can trust what it sees")
        .callback(callback -> callback.call(quorum.isMet() ? 1 : 0))
        .register(registry);
    count(
        registry,
        "carillon_cluster_quorum_lost",
        "How often this node saw too few others after it had seen enough",
        quorum::timesLost);
  }

  static void register(PrometheusRegistry registry, Standstill standstill) {
    count(
        registry,
        "carillon_cluster_standstills",
        "How often this process stood still for so long that others may have given it up",
        standstill::times);
  }

  static void register(PrometheusRegistry registry, SelfProbe probe) {
    count(
        registry,
        "carillon_cluster_registered_anew",
        "How often this node did not hear what was sent to it and registered its addresses anew",
        probe::registrations);
  }

  private static void count(
      PrometheusRegistry registry, String name, String help, LongSupplier times) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) times.getAsLong()))
        .register(registry);
  }
}
