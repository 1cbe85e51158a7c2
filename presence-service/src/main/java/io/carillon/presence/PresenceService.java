package io.carillon.presence;

import io.carillon.presence.edge.Edge;
import io.carillon.presence.edge.EdgeSettings;
import io.carillon.presence.edge.EdgeVerticle;
import io.carillon.presence.token.TokenVerifier;
import io.carillon.protocol.contract.Contract;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.config.ListenAddress;
import io.vertx.core.Future;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The WebSocket edge: signs clients in, keeps their sessions, hands their requests to the services
 * that own them and events back, and says who is online.
 */
public final class PresenceService implements CarillonService {
  private static final long HEALTH_TIMEOUT_MS = 1000;

  /** Where there is no other node to go to, waiting helps nobody. */
  private static final long LONE_NODE_SPREAD_MS = 500;

  /** Clients that were sent away may find that the other nodes are busy with the rest of them. */
  private static final long HANDOVER_PATIENCE_MS = 15_000;

  private final Consumer<Router> pages;
  private final List<EdgeVerticle> verticles = new ArrayList<>();
  private ServiceContext node;
  private EdgeSettings settings;
  private Edge edge;

  /**
   * A service, not yet started.
   *
   * @param pages adds what else the public listener serves; called once on each event loop
   */
  public PresenceService(Consumer<Router> pages) {
    this.pages = Objects.requireNonNull(pages);
  }

  @Override
  public String name() {
    return "presence";
  }

  @Override
  public Future<?> start(ServiceContext context) {
    node = context;
    settings = EdgeSettings.read(context.settings());
    TokenVerifier tokens =
        TokenVerifier.create(
            context.vertx(), context.settings(), context.dataFolder(), context.clock());
    edge = new Edge(context, settings, tokens);
    context
        .bus()
        .serve(
            Contract.PRESENCE_LINE,
            Contract.PRESENCE_LINE.addressAt(context.node()),
            edge.attendance()::line);
    context
        .bus()
        .serve(
            Contract.PRESENCE_CHECK,
            Contract.PRESENCE_CHECK.addressAt(context.node()),
            edge.attendance()::check);
    context.nodes().onMerge(() -> verticles.forEach(EdgeVerticle::restate));
    context.quorum().onChange(this::quorumChanged);
    context
        .health()
        .register(
            "edge",
            HEALTH_TIMEOUT_MS,
            check -> check.complete(isListening() ? Status.OK() : Status.KO()));
    return deploy();
  }

  private Future<?> deploy() {
    Future<?> deployed = Future.succeededFuture();
    for (int number = 0; number < settings.eventLoops(); number++) {
      EdgeVerticle verticle = new EdgeVerticle(edge, number, pages);
      verticles.add(verticle);
      deployed = deployed.compose(done -> node.vertx().deployVerticle(verticle));
    }
    ListenAddress address = new ListenAddress(settings.host(), "--host", settings.port(), "--port");
    return deployed.recover(problem -> Future.failedFuture(address.explain(problem)));
  }

  /** The larger side of the network can do what this one can't. */
  private void quorumChanged(boolean met) {
    edge.cutOff(!met);
    if (!met) {
      verticles.forEach(verticle -> verticle.sendAway(settings.drainSpread()));
    }
  }

  private boolean isListening() {
    return verticles.stream().allMatch(verticle -> verticle.port() > 0);
  }

  /** The public port, once started. */
  public int port() {
    return verticles.getFirst().port();
  }

  @Override
  public Future<?> drain() {
    edge.startDraining();
    boolean alone = node.hazelcast().getCluster().getMembers().size() == 1;
    long spread =
        alone ? Math.min(settings.drainSpread(), LONE_NODE_SPREAD_MS) : settings.drainSpread();
    long patience = alone ? 0 : HANDOVER_PATIENCE_MS;
    return Future.join(
        verticles.stream().map(verticle -> verticle.drain(spread, patience)).toList());
  }
}
