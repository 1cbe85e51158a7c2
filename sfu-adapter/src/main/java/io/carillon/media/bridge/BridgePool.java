package io.carillon.media.bridge;

import io.carillon.media.bridge.BridgeChoice.Chosen;
import io.carillon.media.colibri.BridgeFailure;
import io.carillon.media.colibri.BridgeHealth;
import io.carillon.media.colibri.BridgeStatistics;
import io.carillon.media.colibri.BridgeStatus;
import io.carillon.media.colibri.ColibriClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The videobridges of this installation as one adapter sees them. Each adapter asks all of them
 * itself how they are, and knows of its own conferences alone who has joined lately.
 *
 * <p>Safe for use by several threads; what listeners are told comes on one event loop.
 */
public final class BridgePool {
  private static final Logger log = LoggerFactory.getLogger(BridgePool.class);

  private final Vertx vertx;
  private final Context context;
  private final BridgeSettings settings;
  private final BridgeChoice choice;
  private final BridgeMetrics metrics;
  private final LongSupplier clock;
  private final Map<String, Watched> bridges = new ConcurrentHashMap<>();
  private final List<Consumer<Bridge>> lossListeners = new CopyOnWriteArrayList<>();
  private volatile Runnable onChange = () -> {};

  /** A bridge and who keeps an eye on it. */
  private record Watched(Bridge bridge, BridgeStatus status, BridgeMonitor monitor) {}

  /**
   * An empty pool.
   *
   * @param context where it asks and tells
   * @param clock milliseconds; never set back
   */
  BridgePool(Context context, BridgeSettings settings, BridgeMetrics metrics, LongSupplier clock) {
    this.vertx = context.owner();
    this.context = context;
    this.settings = settings;
    this.choice = new BridgeChoice(settings);
    this.metrics = metrics;
    this.clock = clock;
    metrics.gauges(this::survey);
  }

  /**
   * The bridge for a conference that begins or has to move; empty if none will do at the moment.
   * Say of each participant that it has {@link #joined} as soon as its endpoint is asked for, or
   * the next conferences go there too.
   */
  public Optional<Bridge> choose(Wish wish) {
    long now = clock.getAsLong();
    Optional<Chosen> chosen =
        choice.choose(
            wish,
            bridges.values().stream().map(watched -> watched.bridge().candidate(now)).toList(),
            ThreadLocalRandom.current()::nextInt);
    chosen.ifPresentOrElse(one -> metrics.chosen(one.fit()), metrics::refused);
    return chosen.map(Chosen::id).map(bridges::get).map(Watched::bridge);
  }

  /** The bridge of that id, if it is known. */
  public Optional<Bridge> find(String id) {
    return Optional.ofNullable(bridges.get(id)).map(Watched::bridge);
  }

  /** A participant begins to use that bridge, which its statistics will not show for a while. */
  public void joined(Bridge bridge) {
    bridge.joined(clock.getAsLong());
  }

  /**
   * A bridge did not do what it was asked to. One that takes no new conferences is marked; one that
   * is not operational gets none for a minute and is asked at once how it is, whereupon it may be
   * lost. What is wrong with one conference or request says nothing of the bridge.
   */
  public void failed(Bridge bridge, BridgeFailure failure) {
    switch (failure.kind()) {
      case SHUTTING_DOWN -> learn(bridge, Standing::goingDown);
      case NOT_OPERATIONAL -> {
        log.atWarn()
            .addKeyValue("bridge", bridge)
            .addKeyValue("problem", failure.getMessage())
            .log("a videobridge failed a request");
        long now = clock.getAsLong();
        learn(bridge, standing -> standing.unfit(now));
        suspect(bridge);
      }
      case BAD_REQUEST,
          CONFERENCE_MISSING,
          CONFERENCE_EXISTS,
          ENDPOINT_MISSING,
          ENDPOINT_EXISTS -> {}
    }
  }

  /**
   * Something looks wrong, such as a channel that closed: the bridge is asked at once how it is.
   */
  public void suspect(Bridge bridge) {
    context.runOnContext(
        go -> {
          Watched watched = bridges.get(bridge.id());
          if (watched != null) {
            watched.monitor().askNow();
          }
        });
  }

  /**
   * Has the listener told, once for each time, that a bridge is lost: its conferences must move.
   * Where it is ill or nobody is there to ask, that is at its next turn, or as soon as it is
   * suspected; where it hangs, after three turns. The listener must not block.
   */
  public void onLoss(Consumer<Bridge> listener) {
    lossListeners.add(listener);
  }

  /** Has that run, on the pool's context, after each change. */
  void onChange(Runnable listener) {
    onChange = listener;
  }

  BridgeSurvey survey() {
    long now = clock.getAsLong();
    List<BridgeView> views =
        bridges.values().stream()
            .map(watched -> BridgeView.of(watched.bridge(), now))
            .sorted(Comparator.comparing(BridgeView::id))
            .toList();
    int configured =
        settings.name() == null ? settings.addresses().size() : Math.max(1, views.size());
    return new BridgeSurvey(configured, views);
  }

  /**
   * Has a bridge say to all adapters that it is not to get new conferences, or that it is again.
   *
   * @return the bridge, empty if there is none of that id; fails with {@link BridgeFailure}
   */
  Future<Optional<BridgeView>> drain(String id, boolean on) {
    Watched watched = bridges.get(id);
    if (watched == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return watched
        .status()
        .drain(on)
        .map(
            done -> {
              learn(watched.bridge(), standing -> standing.draining(on));
              return Optional.of(BridgeView.of(watched.bridge(), clock.getAsLong()));
            });
  }

  /** Begins to look for bridges and after them; they come a moment later. */
  void start() {
    context.runOnContext(
        go -> {
          if (settings.name() == null) {
            announce(settings.addresses());
          } else {
            new BridgeDiscovery(vertx, settings.name(), this::announce)
                .start(BridgeDiscovery.INTERVAL_MS);
          }
        });
  }

  /** Takes these for the bridges to be used; on the pool's context. */
  void announce(Collection<BridgeAddress> addresses) {
    Set<String> ids = addresses.stream().map(BridgeAddress::id).collect(Collectors.toSet());
    for (BridgeAddress address : addresses) {
      if (!bridges.containsKey(address.id())) {
        add(address);
      }
    }
    for (Watched watched : bridges.values()) {
      boolean announced = ids.contains(watched.bridge().id());
      learn(watched.bridge(), standing -> standing.announced(announced));
    }
  }

  private void add(BridgeAddress address) {
    Bridge bridge =
        new Bridge(address, new ColibriClient(vertx, address.url(), settings.timeouts()));
    BridgeStatus status = new BridgeStatus(vertx, address.url(), settings.healthTimeout());
    BridgeMonitor.Findings findings =
        new BridgeMonitor.Findings() {
          @Override
          public void health(BridgeHealth answer) {
            long now = clock.getAsLong();
            learn(bridge, standing -> standing.after(answer, now));
          }

          @Override
          public void figures(BridgeStatistics told) {
            learn(bridge, standing -> standing.after(told));
          }
        };
    BridgeMonitor monitor = new BridgeMonitor(vertx, status, findings);
    bridges.put(bridge.id(), new Watched(bridge, status, monitor));
    monitor.start(settings.healthInterval().toMillis());
  }

  private void learn(Bridge bridge, UnaryOperator<Standing> learnt) {
    Bridge.Step step = bridge.step(learnt);
    note(bridge, step, clock.getAsLong());
    context.runOnContext(go -> follow(bridge, step));
  }

  private void follow(Bridge bridge, Bridge.Step step) {
    if (step.after().isLostSince(step.before())) {
      metrics.lost();
      lossListeners.forEach(listener -> listener.accept(bridge));
    }
    forgetIfDone(bridge);
    if (!step.before().equals(step.after())) {
      onChange.run();
    }
  }

  private static void note(Bridge bridge, Bridge.Step step, long now) {
    BridgeState state = step.after().state(now);
    if (state != step.before().state(now)) {
      boolean troubling = state == BridgeState.FAILED || state == BridgeState.SILENT;
      (troubling ? log.atWarn() : log.atInfo())
          .addKeyValue("bridge", bridge)
          .addKeyValue("state", state.code())
          .log("a videobridge changed");
    }
  }

  /** A bridge that is not to be used any more goes with its last conference. */
  private void forgetIfDone(Bridge bridge) {
    Watched watched = bridges.get(bridge.id());
    if (watched != null
        && watched.bridge() == bridge
        && bridge.standing().isDone(bridge.isIdle(clock.getAsLong()))) {
      bridges.remove(bridge.id());
      watched.monitor().stop();
      bridge.client().close();
    }
  }
}
