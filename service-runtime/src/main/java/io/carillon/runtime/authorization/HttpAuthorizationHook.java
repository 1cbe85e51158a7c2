package io.carillon.runtime.authorization;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the app over HTTP, and remembers its answers for each two users. Who asks what is being
 * asked already waits for the same answer. Calls and presence have separate queues, so that no call
 * waits for the presence of thousands.
 */
final class HttpAuthorizationHook implements AuthorizationHook {
  private static final Logger log = LoggerFactory.getLogger(HttpAuthorizationHook.class);
  private static final int QUESTIONS_AT_ONCE = 32;
  private static final int MAX_REMEMBERED = 100_000;

  private final Vertx vertx;
  private final HookSettings settings;
  private final HookClient client;
  private final HookMetrics metrics;
  private final Circuit circuit;
  private final LongSupplier nanos;
  private final Map<Action, Turnstile> turnstiles = new EnumMap<>(Action.class);
  private final AsyncCache<Pair, Verdict> verdicts;

  /** What one user wants of another. */
  private record Pair(Action action, String app, String from, String to) {}

  static HttpAuthorizationHook create(
      Vertx vertx, HookSettings settings, HookMetrics metrics, Clock clock) {
    return new HttpAuthorizationHook(vertx, settings, metrics, clock, System::nanoTime);
  }

  /**
   * A hook whose memory and patience go by a clock of the caller's.
   *
   * @param nanos counts up, in nanoseconds
   */
  HttpAuthorizationHook(
      Vertx vertx, HookSettings settings, HookMetrics metrics, Clock clock, LongSupplier nanos) {
    this.vertx = vertx;
    this.settings = settings;
    this.metrics = metrics;
    this.nanos = nanos;
    this.client =
        new HookClient(vertx, settings, Action.values().length * QUESTIONS_AT_ONCE, clock);
    this.circuit = new Circuit(() -> nanos.getAsLong() / 1_000_000);
    for (Action action : Action.values()) {
      turnstiles.put(action, new Turnstile(QUESTIONS_AT_ONCE));
    }
    this.verdicts =
        Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfter(Expiry.writing((Pair pair, Verdict verdict) -> goodFor(verdict)))
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .buildAsync();
  }

  private Duration goodFor(Verdict verdict) {
    return verdict == Verdict.UNKNOWN ? Duration.ZERO : settings.cacheTtl();
  }

  @Override
  public boolean asks() {
    return true;
  }

  @Override
  public Future<Set<String>> mayCall(UserRef from, Collection<String> to) {
    return allowed(Action.CALL, from, to);
  }

  @Override
  public Future<Set<String>> maySee(UserRef from, Collection<String> to) {
    return allowed(Action.PRESENCE, from, to);
  }

  private Future<Set<String>> allowed(Action action, UserRef from, Collection<String> to) {
    List<Pair> pairs =
        to.stream()
            .distinct()
            .filter(user -> !user.equals(from.userId()))
            .map(user -> new Pair(action, from.app(), from.userId(), user))
            .toList();
    CompletableFuture<Map<Pair, Verdict>> found =
        verdicts.getAll(pairs, (missing, executor) -> find(action, from, missing));
    Future<Map<Pair, Verdict>> known =
        found.isDone() ? Future.succeededFuture(found.getNow(null)) : Stage.toFuture(vertx, found);
    return known.map(all -> allowed(action, from, to, all));
  }

  private Set<String> allowed(
      Action action, UserRef from, Collection<String> to, Map<Pair, Verdict> known) {
    known.values().forEach(verdict -> metrics.found(action, verdict));
    Set<String> allowed = new LinkedHashSet<>();
    for (String user : to) {
      Verdict verdict =
          user.equals(from.userId())
              ? Verdict.ALLOWED
              : known.get(new Pair(action, from.app(), from.userId(), user));
      if (verdict == Verdict.ALLOWED || (verdict != Verdict.DENIED && settings.allowWhenDown())) {
        allowed.add(user);
      }
    }
    return Collections.unmodifiableSet(allowed);
  }

  /** Never fails: not to know is an answer, which nobody remembers. */
  private CompletableFuture<Map<Pair, Verdict>> find(
      Action action, UserRef from, Set<? extends Pair> missing) {
    List<String> to = missing.stream().map(Pair::to).toList();
    return turnstiles
        .get(action)
        .pass(() -> ask(action, from, to))
        .map(allowed -> verdicts(missing, user -> verdict(allowed.contains(user))))
        .otherwise(problem -> verdicts(missing, user -> Verdict.UNKNOWN))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private static Map<Pair, Verdict> verdicts(
      Set<? extends Pair> pairs, Function<String, Verdict> verdictOf) {
    return pairs.stream()
        .collect(Collectors.toMap(pair -> pair, pair -> verdictOf.apply(pair.to())));
  }

  private static Verdict verdict(boolean allowed) {
    return allowed ? Verdict.ALLOWED : Verdict.DENIED;
  }

  private Future<Set<String>> ask(Action action, UserRef from, List<String> to) {
    if (!circuit.mayTry()) {
      metrics.skipped(action);
      return Future.failedFuture("the authorization hook is down");
    }
    long start = nanos.getAsLong();
    return client
        .ask(action, from.app(), from.userId(), to)
        .onComplete(
            done -> {
              long took = nanos.getAsLong() - start;
              if (done.succeeded()) {
                metrics.answered(action, took);
                wentWell();
              } else if (done.cause() instanceof TimeoutException) {
                metrics.late(action, took);
                wentWrong(done.cause());
              } else {
                metrics.failed(action, took);
                wentWrong(done.cause());
              }
            });
  }

  private void wentWell() {
    if (circuit.succeeded()) {
      metrics.isDown(false);
      log.info("the authorization hook answers again");
    }
  }

  private void wentWrong(Throwable problem) {
    if (circuit.failed()) {
      metrics.isDown(true);
      log.atWarn()
          .addKeyValue("problem", problem.getMessage())
          .addKeyValue("meanwhile", settings.allowWhenDown() ? "allow" : "deny")
          .log("the authorization hook is down");
    } else {
      log.atDebug()
          .addKeyValue("problem", problem.getMessage())
          .log("the authorization hook did not answer");
    }
  }
}
