package io.carillon.media;

import io.carillon.media.bridge.Bridges;
import io.carillon.media.sfu.SfuCalls;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.media.MediaStore;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * sfu-adapter: the media sessions of calls. It serves {@code media.command} and {@code
 * media.session}.
 */
public final class MediaService implements CarillonService {
  private Bridges bridges;

  /** A service that reads its settings when it starts. */
  public MediaService() {}

  @Override
  public String name() {
    return "media";
  }

  @Override
  public Future<?> start(ServiceContext node) {
    IceSettings ice = IceSettings.read(node.settings());
    int eventLoops =
        node.settings()
            .number(
                "carillon.event-loops",
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                1,
                64);
    bridges = Bridges.start(node);
    Vertx vertx = node.vertx();
    MediaMetrics metrics = new MediaMetrics(node.metrics());
    MediaStore store = new MediaStore(vertx, node.hazelcast());
    RelayCalls calls = new RelayCalls(store, node.delivery(), metrics, node.clock());
    Relay relay = new Relay(calls, metrics, node.clock());
    SfuCalls bridged = SfuCalls.create(node, bridges.pool(), store);
    IceServerList servers = new IceServerList(ice, node.clock());
    IceRenewals renewals = new IceRenewals(servers, node.delivery(), node.clock(), ice.turnTtl());
    metrics.gauges(calls::size, renewals::size);
    MediaCommands commands =
        new MediaCommands(
            relay,
            servers,
            renewals,
            new BridgeRequests(relay, bridged),
            metrics,
            node.bus(),
            node.placement());
    vertx.setPeriodic(RelayCalls.SWEEP_INTERVAL_MS, tick -> calls.sweep());
    if (servers.expires()) {
      vertx.setPeriodic(renewals.sweepIntervalMs(), tick -> renewals.sweep());
    }
    return vertx
        .deployVerticle(
            () -> new MediaVerticle(node, commands, calls, bridged),
            new DeploymentOptions().setInstances(eventLoops))
        .onSuccess(listening -> bridged.start());
  }

  @Override
  public Future<?> drain() {
    return bridges.stop();
  }
}
