package io.carillon.media.bridge;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.util.List;
import java.util.stream.IntStream;

/** Reads single figures out of a registry. */
record BridgeFigures(PrometheusRegistry registry) {

  /** The figure of that name whose labels have those values. */
  double of(String name, String... labels) {
    return registry.scrape(name::equals).stream()
        .flatMap(metric -> metric.getDataPoints().stream())
        .filter(point -> values(point).equals(List.of(labels)))
        .mapToDouble(BridgeFigures::value)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> values(DataPointSnapshot point) {
    return IntStream.range(0, point.getLabels().size())
        .mapToObj(point.getLabels()::getValue)
        .toList();
  }

  private static double value(DataPointSnapshot point) {
    return switch (point) {
      case CounterDataPointSnapshot counter -> counter.getValue();
      case GaugeDataPointSnapshot gauge -> gauge.getValue();
      default -> throw new IllegalArgumentException("neither counter nor gauge: " + point);
    };
  }
}
