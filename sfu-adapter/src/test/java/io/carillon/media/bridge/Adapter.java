package io.carillon.media.bridge;

import io.carillon.runtime.config.Settings;
import io.carillon.videobridge.VideobridgeStandIn;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** An adapter's pool, on a clock that only the test moves; asking bridges takes real time. */
final class Adapter implements AutoCloseable {
  final AtomicLong clock = new AtomicLong(1_000_000);
  final PrometheusRegistry registry = new PrometheusRegistry();
  final List<Bridge> lost = new CopyOnWriteArrayList<>();
  final BridgePool pool;
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  private Adapter(String urls, String interval, String timeout) {
    Settings settings =
        Settings.load(
            Map.of(
                "carillon.videobridge.urls", urls,
                "carillon.videobridge.health-interval", interval,
                "carillon.videobridge.health-timeout", timeout),
            Map.of(),
            null);
    pool =
        new BridgePool(
            context, BridgeSettings.read(settings), new BridgeMetrics(registry), clock::get);
    pool.onLoss(lost::add);
    pool.start();
  }

  /** One that asks all the time. */
  static Adapter of(VideobridgeStandIn... bridges) {
    return new Adapter(urls(bridges), "50ms", "10s");
  }

  /** One that asks all the time, and is impatient. */
  static Adapter withTimeout(String timeout, VideobridgeStandIn... bridges) {
    return new Adapter(urls(bridges), "50ms", timeout);
  }

  /** One that asks at the start, and then only if it has a reason to. */
  static Adapter thatAsksOnce(VideobridgeStandIn... bridges) {
    return new Adapter(urls(bridges), "1h", "10s");
  }

  private static String urls(VideobridgeStandIn... bridges) {
    return Arrays.stream(bridges)
        .map(bridge -> bridge.address().toString())
        .collect(Collectors.joining(","));
  }

  static String id(VideobridgeStandIn bridge) {
    return bridge.address().getAuthority();
  }

  BridgeView view(VideobridgeStandIn bridge) {
    return pool.survey().bridges().stream()
        .filter(view -> view.id().equals(id(bridge)))
        .findFirst()
        .orElseThrow();
  }

  BridgeState state(VideobridgeStandIn bridge) {
    return view(bridge).state();
  }

  /** The bridge that a conference without particular wishes gets. */
  Bridge chosen() {
    return pool.choose(new Wish(0, 3, List.of(), Set.of())).orElseThrow();
  }

  void announce(VideobridgeStandIn... bridges) {
    List<BridgeAddress> addresses =
        Arrays.stream(bridges).map(bridge -> new BridgeAddress(bridge.address(), null)).toList();
    context.runOnContext(go -> pool.announce(addresses));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
