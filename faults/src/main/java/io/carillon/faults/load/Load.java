package io.carillon.faults.load;

import io.carillon.faults.client.Client;
import io.carillon.faults.client.Edges;
import io.carillon.faults.load.CallPlan.Mishap;
import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.Journal;
import io.carillon.faults.log.LoadClock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * All users with their devices and calls, on one event loop. Methods block and are called by one
 * thread.
 */
public final class Load implements AutoCloseable {
  private static final long LOOK_MS = 100;
  private static final long PATIENCE_S = 180;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final WebSocketClient sockets =
      vertx.createWebSocketClient(
          new WebSocketClientOptions()
              .setMaxConnections(Integer.MAX_VALUE)
              .setConnectTimeout(3_000)
              .setClosingTimeout(1));
  private final LoadPlan plan;
  private final Map<String, CallPlan> plans = new HashMap<>();
  private final List<List<Phone>> phones = new ArrayList<>();
  private final List<Journal> journals = new ArrayList<>();
  private long skipped;

  /**
   * Makes the plan and the devices.
   *
   * @param seed makes the same plan again
   * @param clients devices of all users together
   * @param perSecond calls a second
   * @param seconds how long calls are made
   * @param tokens signs users in
   */
  public Load(
      long seed,
      int clients,
      double perSecond,
      long seconds,
      Edges edges,
      TokenSigner tokens,
      LoadClock clock) {
    plan = LoadPlan.of(seed, clients, perSecond, TimeUnit.SECONDS.toMillis(seconds));
    plan.calls().forEach(call -> plans.put(call.callId(), call));
    Random random = new Random(seed);
    for (int user = 0; user < plan.devices().size(); user++) {
      String token = tokens.tokenFor(userId(user));
      List<Phone> own = new ArrayList<>();
      for (int device = 0; device < plan.devices().get(user); device++) {
        String deviceId = "d" + device;
        Journal journal = new Journal(userId(user), deviceId);
        Client client = new Client(vertx, sockets, edges, clock, random, journal, deviceId, token);
        journals.add(journal);
        own.add(new Phone(vertx, client, user, device, plans::get));
      }
      phones.add(own);
    }
  }

  /** Connects everybody; returns when all are signed in. */
  public void connect() {
    run(() -> all().forEach(phone -> phone.client().start(phone)));
    await("all clients are signed in", () -> all().stream().allMatch(p -> p.client().isReady()));
  }

  /** Begins to make calls; returns at once. */
  public void begin() {
    run(() -> plan.calls().forEach(call -> vertx.setTimer(1 + call.startMs(), due -> make(call))));
  }

  /**
   * Waits until no call lives and no request waits, but not for ever: what is left after that shows
   * in what was written down.
   */
  public void settle(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    BooleanSupplier quiet =
        () -> all().stream().noneMatch(Phone::isBusy) || System.nanoTime() > end;
    await("calls are over", quiet);
  }

  /** Hangs up what lives still, and looks at what is left then. */
  public Audit audit() {
    return new Audit(this);
  }

  /** Calls that were not made since their caller was in another one. */
  public long skipped() {
    return skipped;
  }

  /** What everybody wrote down so far. */
  public List<ClientLog> logs() {
    return run(() -> journals.stream().map(Journal::log).toList());
  }

  /** The users and the client that speaks for each. */
  Map<String, Client> speakers() {
    Map<String, Client> speakers = new HashMap<>();
    for (int user = 0; user < phones.size(); user++) {
      speakers.put(userId(user), phones.get(user).getFirst().client());
    }
    return speakers;
  }

  /** Runs something on the load's event loop. */
  <T> T run(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(
        go -> {
          try {
            done.complete(action.get());
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    return joinSoon(done.future());
  }

  /**
   * Waits for something that goes on at the load's event loop.
   *
   * @throws TimeoutException if it fails so, or takes for ever
   */
  static <T> T join(Future<T> future) throws TimeoutException {
    return future.await(PATIENCE_S + 10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    run(() -> all().forEach(phone -> phone.client().stop()));
    joinSoon(vertx.close());
  }

  private static <T> T joinSoon(Future<T> future) {
    try {
      return join(future);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the load's event loop hangs", e);
    }
  }

  private void run(Runnable action) {
    run(
        () -> {
          action.run();
          return null;
        });
  }

  private void make(CallPlan call) {
    if (phones.get(call.caller()).stream().anyMatch(Phone::isBusy)) {
      skipped++;
      return;
    }
    Phone caller = phones.get(call.caller()).get(call.callerDevice());
    caller.call(call, userId(call.callee()));
    if (call.mishap() != Mishap.NONE) {
      vertx.setTimer(call.mishapMs(), due -> happen(call));
    }
  }

  private void happen(CallPlan call) {
    Phone caller = phones.get(call.caller()).get(call.callerDevice());
    Phone callee = phones.get(call.callee()).get(call.calleeDevice());
    switch (call.mishap()) {
      case NONE -> {}
      case CALLER_RESUMES -> caller.client().drop(false);
      case CALLER_BEGINS_ANEW -> caller.client().drop(true);
      case CALLEE_RESUMES -> callee.client().drop(false);
      case CALLEE_BEGINS_ANEW -> callee.client().drop(true);
    }
  }

  private List<Phone> all() {
    return phones.stream().flatMap(List::stream).toList();
  }

  /** Looks again and again until it is so. */
  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    Promise<Void> met = Promise.promise();
    run(
        () ->
            vertx.setPeriodic(
                LOOK_MS,
                look -> {
                  if (condition.getAsBoolean()) {
                    vertx.cancelTimer(look);
                    met.complete();
                  } else if (System.nanoTime() > end) {
                    vertx.cancelTimer(look);
                    met.fail(new IllegalStateException("in vain waited until " + what));
                  }
                }));
    joinSoon(met.future());
  }

  private static String userId(int user) {
    return "u" + user;
  }
}
