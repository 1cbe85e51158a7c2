package io.carillon.runtime.observe;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

/**
 * What every node shows of itself: the JVM, the cluster that it sees, and how late its event loops
 * are.
 */
public final class RuntimeMetrics {
  private static final long PROBE_INTERVAL_MS = 500;

  private final Histogram eventLoopLag;

  private RuntimeMetrics(PrometheusRegistry registry) {
    eventLoopLag =
        Histogram.builder()
            .name("carillon_event_loop_lag_seconds")
            .help("How much later than asked a timer fires on an event loop")
            .classicOnly()
            .classicUpperBounds(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
            .register(registry);
  }

  /** Registers the metrics and begins to probe the event loops of this Vert.x. */
  public static void register(
      PrometheusRegistry registry, Vertx vertx, HazelcastInstance hazelcast, int eventLoops) {
    JvmMetrics.builder().register(registry);
    GaugeWithCallback.builder()
        .name("carillon_cluster_members")
        .help("Members of the cluster that this node sees, by role")
        .labelNames("role")
        .callback(
            callback -> {
              var members = hazelcast.getCluster().getMembers();
              long lite = members.stream().filter(Member::isLiteMember).count();
              callback.call((double) members.size() - lite, "data");
              callback.call((double) lite, "lite");
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("carillon_cluster_safe")
        .help("1 if every partition has the backups that it should have")
        .callback(
            callback -> callback.call(hazelcast.getPartitionService().isClusterSafe() ? 1 : 0))
        .register(registry);
    RuntimeMetrics metrics = new RuntimeMetrics(registry);
    for (int loop = 0; loop < eventLoops; loop++) {
      vertx.deployVerticle(
          () -> new LagProbe(metrics.eventLoopLag), new io.vertx.core.DeploymentOptions());
    }
  }

  private static final class LagProbe extends VerticleBase {
    private final Histogram lag;
    private long expectedNanos;

    LagProbe(Histogram lag) {
      this.lag = lag;
    }

    @Override
    public Future<?> start() {
      probe();
      return Future.succeededFuture();
    }

    private void probe() {
      expectedNanos = System.nanoTime() + PROBE_INTERVAL_MS * 1_000_000;
      vertx.setTimer(
          PROBE_INTERVAL_MS,
          fired -> {
            lag.observe(Math.max(0, System.nanoTime() - expectedNanos) / 1e9);
            probe();
          });
    }
  }
}
