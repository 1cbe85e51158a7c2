package io.carillon.runtime;

import com.hazelcast.core.HazelcastInstance;
import io.carillon.runtime.admin.AdminRoutes;
import io.carillon.runtime.authorization.AuthorizationHook;
import io.carillon.runtime.bus.Bus;
import io.carillon.runtime.cluster.LiveNodes;
import io.carillon.runtime.cluster.Placement;
import io.carillon.runtime.cluster.Quorum;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.data.Database;
import io.carillon.runtime.presence.PresenceStore;
import io.carillon.runtime.session.SessionDelivery;
import io.carillon.runtime.session.SessionDirectory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a node lends to its services.
 *
 * @param node the node's name, unique in the cluster
 * @param nodes the nodes of the cluster
 * @param dataFolder where this installation keeps its files
 * @param quorum whether this side of the network may write
 * @param health checks that decide whether the node is ready
 * @param admin to which services add, as they start, what administrators can do
 * @param clock the wall clock, in UTC
 */
public record ServiceContext(
    String node,
    Path dataFolder,
    Vertx vertx,
    HazelcastInstance hazelcast,
    Settings settings,
    Bus bus,
    Placement placement,
    Quorum quorum,
    LiveNodes nodes,
    SessionDirectory sessions,
    SessionDelivery delivery,
    PresenceStore presence,
    AuthorizationHook authorization,
    Database database,
    PrometheusRegistry metrics,
    HealthChecks health,
    AdminRoutes admin,
    Clock clock) {}
