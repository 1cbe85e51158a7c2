package io.carillon.runtime.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.admin.AdminRoutes;
import io.carillon.runtime.authorization.AuthorizationHook;
import io.carillon.runtime.bus.Bus;
import io.carillon.runtime.bus.SelfProbe;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.ListenAddress;
import io.carillon.runtime.config.Setting;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.data.Database;
import io.carillon.runtime.observe.AdminServer;
import io.carillon.runtime.observe.RuntimeMetrics;
import io.carillon.runtime.observe.WaitingRoom;
import io.carillon.runtime.presence.PresenceStore;
import io.carillon.runtime.session.SessionDelivery;
import io.carillon.runtime.session.SessionDirectory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of Carillon: a Hazelcast member with Vert.x upon it, and the services that it runs.
 * Started and closed by a thread that may block.
 */
public final class Node implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final long CHECK_TIMEOUT_MS = 1000;
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private List<CarillonService> services = List.of();
  private DataHandover data;
  private int adminPort;

  private Node() {}

  /**
   * Starts a node with those services.
   *
   * @throws ConfigurationException if a setting is wrong or a port is taken; whatever had been
   *     started is closed
   */
  public static Node start(Settings settings, List<CarillonService> services) {
    Node node = new Node();
    boolean started = false;
    try {
      node.open(settings, services);
      started = true;
      return node;
    } finally {
      if (!started) {
        node.close();
      }
    }
  }

  /** The port that the admin listener got. */
  public int adminPort() {
    return adminPort;
  }

  /**
   * Becomes unready, gives its share of the data to the other nodes, and lets the services send
   * their clients elsewhere and finish, those with clients first. What can't be drained in time is
   * left as it is.
   */
  public void drain() {
    draining.set(true);
    data.run(STOP_TIMEOUT);
    for (CarillonService service : services.reversed()) {
      try {
        await(service.drain(), STOP_TIMEOUT);
      } catch (RuntimeException e) {
        log.warn("{}-service could not be drained", service.name(), e);
      }
    }
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        log.warn("could not be closed cleanly", e);
      }
    }
    parts.clear();
  }

  private void open(Settings settings, List<CarillonService> wanted) {
    Completions.install();
    String name =
        settings.text("carillon.node.name", "n" + UUID.randomUUID().toString().substring(0, 8));
    Path dataFolder = DataFolder.of(settings);
    ClusterSettings cluster = ClusterSettings.read(settings, Placement.holdsData(wanted));
    Standstill standstill = new Standstill(System::nanoTime);
    parts.add(standstill);
    Quorum quorum = cluster.makeQuorum(standstill::isFelt);
    if (cluster.joins()) {
      standstill.watch();
      ClusterMetrics.register(metrics, standstill);
      ClusterMetrics.register(metrics, quorum);
    }
    Joining joining = new Joining(cluster, quorum, name, wanted);
    WaitingRoom room = joining.dependsOnOthers() ? waitingRoom(settings) : null;
    HazelcastInstance hazelcast = join(joining);

    ServiceContext context = lend(settings, name, dataFolder, cluster, quorum, hazelcast);
    // Those that others rely on come first: a client that connects meets all of them.
    for (CarillonService service : wanted) {
      await(service.start(context), START_TIMEOUT);
    }
    services = List.copyOf(wanted);
    data = new DataHandover(hazelcast);
    if (room != null) {
      await(room.close(), STOP_TIMEOUT);
    }
    adminPort = listenForAdmins(context);
    settings.made().forEach(Node::show);
    log.atInfo().addKeyValue("node", name).log("node is up");
  }

  /** Shows that the node lives, while it can't do more. */
  private WaitingRoom waitingRoom(Settings settings) {
    WaitingRoom room = new WaitingRoom();
    parts.add(() -> await(room.close(), STOP_TIMEOUT));
    await(room.open(adminAddress(settings)), START_TIMEOUT);
    return room;
  }

  /** A member of a cluster with a quorum, whatever time that takes. */
  private HazelcastInstance join(Joining joining) {
    joining.awaitReachableMember();
    HazelcastInstance hazelcast = joining.join();
    parts.add(hazelcast::shutdown);
    joining.awaitQuorum();
    return hazelcast;
  }

  private ServiceContext lend(
      Settings settings,
      String name,
      Path dataFolder,
      ClusterSettings cluster,
      Quorum quorum,
      HazelcastInstance hazelcast) {
    int eventLoops =
        settings.number(
            "carillon.event-loops", Math.max(2, Runtime.getRuntime().availableProcessors()), 1, 64);
    Vertx vertx = clustered(hazelcast, cluster, eventLoops);
    parts.add(() -> await(vertx.close(), STOP_TIMEOUT));
    Database database =
        cluster.joins()
            ? Database.openShared(vertx, settings, dataFolder)
            : Database.open(vertx, settings, dataFolder);
    parts.add(database);

    RuntimeMetrics.register(metrics, vertx, hazelcast, eventLoops);
    Bus bus = new Bus(vertx, settings.duration("carillon.bus.timeout", Duration.ofSeconds(3)));
    LiveNodes nodes = new LiveNodes(hazelcast);
    nodes.onArrival(bus::expect);
    nodes.onDeparture(departure -> bus.abandon(departure.node()));
    SessionDirectory sessions = new SessionDirectory(vertx, hazelcast);
    Clock clock = Clock.systemUTC();
    return new ServiceContext(
        name,
        dataFolder,
        vertx,
        hazelcast,
        settings,
        bus,
        new Placement(hazelcast),
        quorum,
        nodes,
        sessions,
        new SessionDelivery(bus, sessions),
        new PresenceStore(vertx, hazelcast),
        AuthorizationHook.create(vertx, settings, metrics, clock),
        database,
        metrics,
        readiness(vertx, bus, name, cluster, quorum),
        AdminRoutes.create(vertx, settings, dataFolder, metrics),
        clock);
  }

  private HealthChecks readiness(
      Vertx vertx, Bus bus, String name, ClusterSettings cluster, Quorum quorum) {
    HealthChecks health = HealthChecks.create(vertx);
    register(health, "serving", () -> !draining.get());
    register(health, "quorum", quorum::isMet);
    if (cluster.joins()) {
      SelfProbe probe = new SelfProbe(vertx, bus, name, PROBE_INTERVAL);
      await(probe.start(), START_TIMEOUT);
      register(health, "hearing", probe::hears);
      ClusterMetrics.register(metrics, probe);
    }
    return health;
  }

  private static void register(HealthChecks health, String name, BooleanSupplier isWell) {
    health.register(
        name,
        CHECK_TIMEOUT_MS,
        check -> check.complete(isWell.getAsBoolean() ? Status.OK() : Status.KO()));
  }

  private static ListenAddress adminAddress(Settings settings) {
    return new ListenAddress(
        settings.text("carillon.admin-host", "127.0.0.1"),
        "carillon.admin-host",
        settings.number("carillon.admin-port", 8081, 0, 65535),
        "--admin-port");
  }

  private static int listenForAdmins(ServiceContext context) {
    ListenAddress address = adminAddress(context.settings());
    AdminServer server =
        new AdminServer(context.vertx(), context.metrics(), context.health(), context.admin());
    return await(
            server
                .listen(address.host(), address.port())
                .recover(problem -> Future.failedFuture(address.explain(problem))),
            START_TIMEOUT)
        .actualPort();
  }

  private static Vertx clustered(
      HazelcastInstance hazelcast, ClusterSettings cluster, int eventLoops) {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(eventLoops)
            .setEventBusOptions(
                new EventBusOptions()
                    .setHost(cluster.host())
                    .setPort(cluster.busPort())
                    .setClusterPublicHost(cluster.host()));
    Vertx vertx =
        await(
            Vertx.builder()
                .with(options)
                .withClusterManager(new HazelcastClusterManager(hazelcast))
                .buildClustered()
                .recover(problem -> Future.failedFuture(cluster.bus().explain(problem))),
            START_TIMEOUT);
    if (!vertx.isNativeTransportEnabled()) {
      log.warn("the native transport is off: sockets cost more than they need to");
    }
    return vertx;
  }

  private static void show(Setting setting) {
    log.atInfo()
        .addKeyValue("name", setting.name())
        .addKeyValue("value", setting.value())
        .addKeyValue("source", setting.source())
        .log("setting");
  }

  private static <T> T await(Future<T> future, Duration timeout) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("not done within " + timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
