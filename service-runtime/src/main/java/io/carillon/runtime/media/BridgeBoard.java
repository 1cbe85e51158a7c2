package io.carillon.runtime.media;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.merge.LatestUpdateMergePolicy;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Collection;

/**
 * Where adapters say whether videobridges can be had: the {@code bridges} map, with the latest
 * report of each adapter. An adapter posts at once when its figures change, and every {@link
 * #POST_INTERVAL_MS} otherwise; whoever reads takes one that says nothing any more for gone. What
 * halves of a split cluster knew differently is right again with the next reports.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller. They fail if
 * the partition's owner does not answer.
 */
public final class BridgeBoard {
  /** How often each adapter posts at least, milliseconds. */
  public static final long POST_INTERVAL_MS = 5_000;

  private static final String MAP = "bridges";
  private static final int FORGET_AFTER_SECONDS = 600;

  private final Vertx vertx;
  private final IMap<String, BridgeReport> reports;
  private final Clock clock;

  /** The board that this member shares with the others. */
  public BridgeBoard(Vertx vertx, HazelcastInstance hazelcast, Clock clock) {
    this.vertx = vertx;
    this.reports = hazelcast.getMap(MAP);
    this.clock = clock;
  }

  /** Adds the map and its stored form to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(
        new MapConfig(MAP)
            .setBackupCount(1)
            .setTimeToLiveSeconds(FORGET_AFTER_SECONDS)
            // The merge policy goes by the time of the last update, which is kept with these alone.
            .setPerEntryStatsEnabled(true)
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(LatestUpdateMergePolicy.class.getName())));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new BridgeReportSerializer());
  }

  /**
   * Says how many bridges an adapter has.
   *
   * @param adapter the name of its node
   * @param usable how many of the configured ones take new conferences
   */
  public Future<Void> post(String adapter, int configured, int usable) {
    BridgeReport report = new BridgeReport(adapter, configured, usable, clock.millis());
    return Stage.begin(vertx, () -> reports.setAsync(adapter, report));
  }

  /** Takes down the report of an adapter that stops. */
  public Future<Void> withdraw(String adapter) {
    return Stage.begin(vertx, () -> reports.deleteAsync(adapter)).mapEmpty();
  }

  /** Every report that is up. Looked for on a worker thread. */
  Future<Collection<BridgeReport>> all() {
    return vertx.executeBlocking(reports::values, false);
  }
}
