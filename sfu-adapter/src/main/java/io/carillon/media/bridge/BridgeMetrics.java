package io.carillon.media.bridge;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;

/**
 * Every metric of the bridges, as this adapter sees them. Safe for use by several threads.
 *
 * <table>
 * <caption>Names, labels and units</caption>
 * <tr><td>{@code carillon_bridges}</td><td>{@code state}</td><td>the bridges that are known</td></tr>
 * <tr><td>{@code carillon_bridges_configured}</td><td></td>
 *     <td>how many there are to be; at least 1 where they are found by name</td></tr>
 * <tr><td>{@code carillon_bridge_stress}</td><td>{@code bridge}</td>
 *     <td>what it says, and what those add who joined lately: 1 is as much as it can carry</td></tr>
 * <tr><td>{@code carillon_bridge_choices_total}</td><td>{@code fit}</td>
 *     <td>conferences that got a bridge, by what spoke for it</td></tr>
 * <tr><td>{@code carillon_bridge_refusals_total}</td><td></td>
 *     <td>conferences for which there was none</td></tr>
 * <tr><td>{@code carillon_bridge_losses_total}</td><td></td>
 *     <td>bridges that failed while they had answered before</td></tr>
 * </table>
 */
final class BridgeMetrics {
  private final PrometheusRegistry registry;
  private final Counter choices;
  private final Counter refusals;
  private final Counter losses;

  BridgeMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    choices =
        Counter.builder()
            .name("carillon_bridge_choices")
            .help("Conferences that got a videobridge, by what spoke for it")
            .labelNames("fit")
            .register(registry);
    refusals =
        Counter.builder()
            .name("carillon_bridge_refusals")
            .help("Conferences for which there was no videobridge")
            .register(registry);
    losses =
        Counter.builder()
            .name("carillon_bridge_losses")
            .help("Videobridges that failed while they had answered before")
            .register(registry);
  }

  void gauges(Supplier<BridgeSurvey> survey) {
    GaugeWithCallback.builder()
        .name("carillon_bridges")
        .help("Videobridges that are known, by state")
        .labelNames("state")
        .callback(
            callback -> {
              BridgeSurvey now = survey.get();
              for (BridgeState state : BridgeState.values()) {
                callback.call(now.in(state), state.code());
              }
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("carillon_bridges_configured")
        .help("Videobridges that there are to be; at least 1 where they are found by name")
        .callback(callback -> callback.call(survey.get().configured()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("carillon_bridge_stress")
        .help("How far a videobridge is under stress: 1 is as much as it can carry")
        .labelNames("bridge")
        .callback(
            callback ->
                survey
                    .get()
                    .bridges()
                    .forEach(bridge -> callback.call(bridge.stress(), bridge.id())))
        .register(registry);
  }

  void chosen(BridgeChoice.Fit fit) {
    choices.labelValues(fit.code()).inc();
  }

  void refused() {
    refusals.inc();
  }

  void lost() {
    losses.inc();
  }
}
