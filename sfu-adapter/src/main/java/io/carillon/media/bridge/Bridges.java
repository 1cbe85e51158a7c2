package io.carillon.media.bridge;

import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.media.BridgeBoard;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridges of a node that runs sfu-adapter: the pool, what administrators can do with it, and
 * what call-service is told of it. Safe for use by several threads.
 */
public final class Bridges {
  private static final Logger log = LoggerFactory.getLogger(Bridges.class);

  private final Context context;
  private final BridgePool pool;
  private final BridgeReporter reporter;

  private Bridges(Context context, BridgePool pool, BridgeReporter reporter) {
    this.context = context;
    this.pool = pool;
    this.reporter = reporter;
  }

  /**
   * Begins to look after those that the settings name.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if a setting is wrong
   */
  public static Bridges start(ServiceContext node) {
    BridgeSettings settings = BridgeSettings.read(node.settings());
    Context context = node.vertx().getOrCreateContext();
    LongSupplier clock = () -> System.nanoTime() / 1_000_000;
    BridgePool pool = new BridgePool(context, settings, new BridgeMetrics(node.metrics()), clock);
    new BridgeRoutes(pool).mount(node.admin());
    BridgeReporter reporter =
        new BridgeReporter(
            node.vertx(),
            new BridgeBoard(node.vertx(), node.hazelcast(), node.clock()),
            node.node(),
            pool::survey,
            clock);
    Bridges bridges = new Bridges(context, pool, reporter);
    if (settings.configured()) {
      pool.onChange(reporter::look);
      context.runOnContext(go -> reporter.start());
      pool.start();
    } else {
      log.info(
          "no videobridge is configured, so groups stay in a mesh of four: name yours in"
              + " carillon.videobridge.urls or carillon.videobridge.dns");
      // What a node of this name has said before does not hold any more.
      bridges.stop();
    }
    return bridges;
  }

  /** Where conferences get their bridges; empty where none is configured. */
  public BridgePool pool() {
    return pool;
  }

  /**
   * Tells call-service that this node has no bridges to offer any more. Those that conferences use
   * are looked after all the same.
   */
  public Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(go -> reporter.stop().onComplete(stopped));
    return stopped.future();
  }
}
