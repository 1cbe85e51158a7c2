package io.carillon.bench.load;

import io.carillon.bench.process.CpuClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * Puts load on a server over real WebSockets and measures what becomes of it. Its methods block and
 * are called from one thread, never from an event loop.
 */
public final class LoadGenerator implements AutoCloseable {

  private static final Duration BEGIN_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
  private static final int CONNECTS_IN_FLIGHT = 256;

  private final Vertx vertx;
  private final List<Lane> lanes;
  private final AtomicInteger crews = new AtomicInteger();

  /**
   * @param eventLoops event loops that share the load
   * @throws LoadFailedException if the event loops cannot be had
   */
  public LoadGenerator(int eventLoops) throws InterruptedException {
    vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops));
    List<Lane> deployed = new ArrayList<>();
    for (int i = 0; i < eventLoops; i++) {
      Lane lane = new Lane();
      deployed.add(lane);
      await(vertx.deployVerticle(lane, new DeploymentOptions()), BEGIN_TIMEOUT, "an event loop");
    }
    lanes = List.copyOf(deployed);
  }

  /** Whether the sockets use epoll. */
  public boolean usesNativeTransport() {
    return vertx.isNativeTransportEnabled();
  }

  /**
   * Signs pairs of users in.
   *
   * @param perSecond users who sign in per second; a server may limit that
   * @throws LoadFailedException if one is refused
   */
  public Crew connectPairs(Target target, int count, double perSecond) throws InterruptedException {
    int crew = crews.incrementAndGet();
    List<Peer> peers = connect(target, "pair" + crew + "-", 2 * count, perSecond, 2);
    Map<Lane, List<Pair>> pairs = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Lane lane = laneOf(i);
      Peer caller = peers.get(2 * i);
      Peer callee = peers.get(2 * i + 1);
      pairs
          .computeIfAbsent(lane, ignored -> new ArrayList<>())
          .add(
              await(
                  lane.run(
                      () -> Future.succeededFuture(new Pair(caller, callee, target.dialect()))),
                  BEGIN_TIMEOUT,
                  "a pair"));
    }
    return new Crew(target, pairs);
  }

  /**
   * Signs users in who then do nothing but answer pings.
   *
   * @param perSecond users who sign in per second
   * @throws LoadFailedException if one is refused
   */
  public Crowd connectIdle(Target target, int count, double perSecond) throws InterruptedException {
    return new Crowd(connect(target, "idle" + crews.incrementAndGet() + "-", count, perSecond, 1));
  }

  /** Users who are signed in and idle. */
  public final class Crowd {

    private final List<Peer> peers;

    private Crowd(List<Peer> peers) {
      this.peers = peers;
    }

    /** How many of them the server has cut off. */
    public long lost() throws InterruptedException {
      List<Future<Boolean>> checks = onEach(peer -> Future.succeededFuture(peer.isTroubled()));
      await(Future.all(checks), CONNECT_TIMEOUT, "the sockets to be counted");
      return checks.stream().filter(Future::result).count();
    }

    /** Signs them out. */
    public void close() throws InterruptedException {
      await(Future.join(onEach(Peer::close)), CONNECT_TIMEOUT, "the sockets to close");
    }

    private <T> List<Future<T>> onEach(Function<Peer, Future<T>> action) {
      List<Future<T>> results = new ArrayList<>();
      for (int i = 0; i < peers.size(); i++) {
        Peer peer = peers.get(i);
        results.add(laneOf(i).run(() -> action.apply(peer)));
      }
      return results;
    }
  }

  /**
   * Runs one phase of load.
   *
   * @param serverCpu clock of the server's process
   * @throws LoadFailedException if the server does not bear it
   */
  public Measurement run(Crew crew, LoadPlan plan, CpuClock serverCpu) throws InterruptedException {
    Tally tally = new Tally(plan.limit());
    List<LaneLoad> loads = new ArrayList<>();
    List<Future<Void>> begun = new ArrayList<>();
    crew.pairs()
        .forEach(
            (lane, pairs) -> {
              LaneLoad load = LaneLoad.of(plan, lane, pairs, tally);
              loads.add(load);
              begun.add(lane.run(load::begin));
            });
    awaitLoad(Future.all(begun), BEGIN_TIMEOUT, "the load to begin", tally);
    Pacer pacer = plan.isOpenLoop() ? pacerOver(loads, plan.ratePerSecond()) : null;
    if (pacer != null) {
      pacer.start();
    }
    try {
      tally.await(plan.ramp());
      Snapshot before = Snapshot.take(tally, serverCpu);
      tally.openWindow();
      tally.await(plan.duration());
      tally.closeWindow();
      Snapshot after = Snapshot.take(tally, serverCpu);
      stop(pacer);
      drain(crew, loads, tally);
      return measurement(before, after, tally);
    } finally {
      stop(pacer);
    }
  }

  /** Signs a crew's users out. */
  public void close(Crew crew) throws InterruptedException {
    await(crew.close(), CONNECT_TIMEOUT, "the pairs to sign out");
  }

  /** Ends the event loops; an interrupt is kept for the caller. */
  @Override
  public void close() {
    try {
      await(vertx.close(), DRAIN_TIMEOUT, "the event loops to end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Lane laneOf(int index) {
    return lanes.get(index % lanes.size());
  }

  private List<Peer> connect(
      Target target, String prefix, int count, double perSecond, int neighbours)
      throws InterruptedException {
    Semaphore inFlight = new Semaphore(CONNECTS_IN_FLIGHT);
    AtomicReference<Throwable> refused = new AtomicReference<>();
    List<Future<Peer>> connecting = new ArrayList<>(count);
    Semaphore due = new Semaphore(0);
    Pacer pacer = new Pacer(perSecond, ignored -> due.release());
    pacer.start();
    try {
      for (int i = 0; i < count && refused.get() == null; i++) {
        due.acquire();
        if (!inFlight.tryAcquire(CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
          throw new LoadFailedException("the server lets users wait " + CONNECT_TIMEOUT);
        }
        Future<Peer> peer = laneOf(i / neighbours).connect(target, prefix + i);
        connecting.add(
            peer.onComplete(
                done -> {
                  inFlight.release();
                  if (done.failed()) {
                    refused.compareAndSet(null, done.cause());
                  }
                }));
      }
    } finally {
      stop(pacer);
    }
    await(Future.all(connecting), CONNECT_TIMEOUT, "users to sign in");
    return connecting.stream().map(Future::result).toList();
  }

  private static Pacer pacerOver(List<LaneLoad> loads, double ratePerSecond) {
    AtomicInteger turn = new AtomicInteger();
    return new Pacer(
        ratePerSecond,
        intended -> {
          LaneLoad load = loads.get(Math.floorMod(turn.getAndIncrement(), loads.size()));
          load.execute(() -> load.arrive(intended));
        });
  }

  private static void stop(Pacer pacer) throws InterruptedException {
    if (pacer != null) {
      pacer.stop();
    }
  }

  private static void drain(Crew crew, List<LaneLoad> loads, Tally tally)
      throws InterruptedException {
    List<Lane> lanesInUse = List.copyOf(crew.pairs().keySet());
    List<Future<Void>> stopped = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      stopped.add(lanesInUse.get(i).run(loads.get(i)::stop));
    }
    Future<?> all = Future.all(stopped);
    try {
      all.await(DRAIN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      for (int i = 0; i < loads.size(); i++) {
        LaneLoad load = loads.get(i);
        await(
            lanesInUse
                .get(i)
                .run(
                    () -> {
                      load.abandon(System.nanoTime());
                      return Future.succeededFuture();
                    }),
            BEGIN_TIMEOUT,
            "the rest to be counted");
      }
      awaitLoad(all, DRAIN_TIMEOUT, "the last calls to end", tally);
    }
  }

  private static Measurement measurement(Snapshot before, Snapshot after, Tally tally) {
    Histogram latencies = tally.latencies();
    double server = after.serverCpu - before.serverCpu;
    double client = after.clientCpu - before.clientCpu;
    return new Measurement(
        (after.nanos - before.nanos) / 1e9,
        after.completed - before.completed,
        server,
        client,
        Math.max(0, after.machineCpu - before.machineCpu - server - client),
        latencies.getValueAtPercentile(50) / 1e3,
        latencies.getValueAtPercentile(99) / 1e3,
        latencies.getMaxValue() / 1e3,
        tally.unservedCount(),
        tally.failures());
  }

  private record Snapshot(
      long nanos, long completed, double serverCpu, double clientCpu, double machineCpu) {

    static Snapshot take(Tally tally, CpuClock serverCpu) {
      return new Snapshot(
          System.nanoTime(),
          tally.completedCount(),
          serverCpu.seconds(),
          CpuClock.ofThisProcess().seconds(),
          CpuClock.ofMachine().seconds());
    }
  }

  private static void awaitLoad(Future<?> future, Duration time, String what, Tally tally)
      throws InterruptedException {
    try {
      await(future, time, what);
    } catch (LoadFailedException e) {
      tally.check();
      throw new LoadFailedException(e.getMessage() + "; failures: " + tally.failures(), e);
    }
  }

  private static <T> T await(Future<T> future, Duration time, String what)
      throws InterruptedException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new LoadFailedException(
          "waiting for " + what + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new LoadFailedException("waited " + time.toSeconds() + " s for " + what, e);
    }
  }
}
