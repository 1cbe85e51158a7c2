package io.carillon.call.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.call.TestDatabase;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.WebhookEvent;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.data.Database;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The queue on each database, against a real HTTP server. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class WebhooksTest {
  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  private static final long AT = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

  @Parameter private TestDatabase kind;
  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final ShiftedClock clock = new ShiftedClock();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();
  private Receptionist receiver;

  /** Real time, and what the test adds to it. */
  private static final class ShiftedClock extends Clock {
    private final AtomicLong shiftMs = new AtomicLong();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plusMillis(shiftMs.get());
    }
  }

  /** What one node of an installation has. */
  private final class Node {
    private final Vertx own = Vertx.vertx();
    private final Context context = verticle();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Database database = TestDatabase.open(own, settings, folder);
    private final Webhooks webhooks =
        new Webhooks(own, database, Settings.load(settings, Map.of(), null), registry, clock);
    private final FailedWebhooks failures = new FailedWebhooks(database, clock);

    /** Its timers end when it is closed. */
    private Context verticle() {
      Promise<Context> started = Promise.promise();
      own.deployVerticle(
              new VerticleBase() {
                @Override
                public Future<?> start() {
                  started.complete(context);
                  return Future.succeededFuture();
                }
              })
          .await();
      return started.future().await();
    }

    Node start() {
      context.runOnContext(go -> webhooks.start());
      return this;
    }

    void add(WebhookEvent... events) {
      onContext(() -> webhooks.add(List.of(events))).await();
    }

    void drain() {
      onContext(webhooks::drain).await();
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
      Promise<T> done = Promise.promise();
      context.runOnContext(go -> work.get().onComplete(done));
      return done.future();
    }

    /** As if the process ended: nothing is finished. */
    void crash() {
      nodes.remove(this);
      own.deploymentIDs().forEach(id -> own.undeploy(id).await());
      own.close().await();
      database.close();
    }

    long rows() {
      return database
          .transaction(
              connection -> {
                try (Statement statement = connection.createStatement();
                    ResultSet found =
                        statement.executeQuery("SELECT COUNT(*) FROM webhook_deliveries")) {
                  found.next();
                  return found.getLong(1);
                }
              })
          .await();
    }

    double counted(String metric, String result) {
      return registry.scrape(name -> name.equals(metric)).stream()
          .flatMap(found -> ((CounterSnapshot) found).getDataPoints().stream())
          .filter(point -> result == null || result.equals(point.getLabels().get("result")))
          .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
          .sum();
    }
  }

  @BeforeEach
  void open() {
    receiver = new Receptionist(vertx);
    settings.putAll(kind.fresh(folder));
    settings.putAll(receiver.settings());
    settings.put("carillon.webhook.retry-delay", "2ms");
  }

  @AfterEach
  void close() {
    List.copyOf(nodes).forEach(Node::crash);
    vertx.close().await();
  }

  @Test
  void anEventArrivesSignedWithWhatHappenedAndWhen() {
    Node node = node().start();
    node.add(event("one"));

    Receptionist.Call got = arrived(1).getFirst();
    assertThat(got.signed()).isTrue();
    assertThat(got.request().method().name()).isEqualTo("POST");
    assertThat(got.path()).isEqualTo("/hook");
    assertThat(got.request().getHeader("content-type")).isEqualTo("application/json");
    assertThat(got.id()).startsWith("evt_").doesNotContain(".");
    assertThat(got.type()).isEqualTo("call.ended");
    assertThat(got.body().getString("timestamp")).isEqualTo("2026-11-21T12:00:00Z");
    assertThat(got.data().getString("app")).isEqualTo("default");
    assertThat(got.data().getString("what")).isEqualTo("one");
  }

  @Test
  void theSameEventIsToldOnceHoweverOftenAndWhereverItIsAdded() {
    Node one = node().start();
    Node other = node().start();
    one.add(event("one"), event("one"));
    arrived(1);
    one.add(event("one"), event("two"));
    other.add(event("one"));
    Future.all(
            IntStream.range(0, 20)
                .mapToObj(i -> (i % 2 == 0 ? one : other))
                .map(node -> node.onContext(() -> node.webhooks.add(event("three"))))
                .toList())
        .await();

    arrived(3);
    assertThat(one.rows()).isEqualTo(3);
    one.drain();
    other.drain();
    assertThat(receiver.ids()).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void aReceiverThatIsDownForAWhileGetsAllOnceItIsBack() {
    receiver.close();
    Node node = node().start();
    node.add(events(20));
    awaitAttempts(node, "unreachable", 25);
    receiver.open();

    arrived(20);
    settled(node);
    assertThat(receiver.ids()).doesNotHaveDuplicates().hasSize(20);
    assertThat(receiver.calls).allMatch(Receptionist.Call::signed);
  }

  @Test
  void whatIsAnsweredWith500ComesAgainUnderTheSameIdAndWithTheSameBody() {
    Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
    receiver.does(
        call -> {
          int before =
              tries.computeIfAbsent(call.id(), id -> new AtomicInteger()).getAndIncrement();
          call.answer(before < 2 ? 500 : 200);
        });
    Node node = node().start();
    node.add(events(5));

    arrived(15);
    settled(node);
    assertThat(receiver.calls).hasSize(15).allMatch(Receptionist.Call::signed);
    assertThat(Set.copyOf(receiver.ids())).hasSize(5);
    assertThat(receiver.calls.stream().map(call -> call.id() + call.body()).distinct()).hasSize(5);
    assertThat(node.counted("carillon_webhook_attempts", "refused")).isEqualTo(10);
    assertThat(node.counted("carillon_webhook_attempts", "delivered")).isEqualTo(5);
  }

  @Test
  void anAnswerThatIsLateIsNoneAndTheDeliveryComesAgain() {
    settings.put("carillon.webhook.timeout", "300ms");
    Set<String> seen = ConcurrentHashMap.newKeySet();
    receiver.does(
        call -> {
          if (!seen.add(call.id())) {
            call.thank();
          }
        });
    Node node = node().start();
    node.add(events(3));

    settled(node);
    assertThat(receiver.ids()).hasSize(6);
    assertThat(Set.copyOf(receiver.ids())).hasSize(3);
    assertThat(receiver.overlaps).isEmpty();
    assertThat(node.counted("carillon_webhook_attempts", "late")).isEqualTo(3);
  }

  @Test
  void aReceiverThatIsGoneGetsNothingMoreUntilARestart() {
    receiver.does(call -> call.answer(410));
    Node node = node().start();
    node.add(event("one"));
    await(() -> node.failures.list("default", 10).await().size() == 1);
    node.add(event("two"));
    assertThat(node.counted("carillon_webhook_events", "unwanted")).isEqualTo(1);
    assertThat(stopped(node)).isEqualTo(1);
    assertThat(node.rows()).isEqualTo(1);
    node.crash();

    receiver.does(Receptionist.Call::thank);
    Node restarted = node().start();
    restarted.add(event("three"));
    await(() -> receiver.calls.size() == 2);
    assertThat(receiver.calls.getLast().data().getString("what")).isEqualTo("three");
  }

  @Test
  void whatIsTriedInVainIsListedAndCanBeReplayed() {
    settings.put("carillon.webhook.attempts", "2");
    receiver.does(call -> call.answer(503));
    Node node = node().start();
    node.add(event("one"), new WebhookEvent("other", "two", "user.online", AT, data("two")));
    await(() -> node.failures.list(null, 10).await().size() == 2);

    assertThat(node.counted("carillon_webhook_given_up", null)).isEqualTo(2);
    List<FailedDelivery> failed = node.failures.list("default", 10).await();
    assertThat(failed)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.id()).isIn(receiver.ids());
              assertThat(one.type()).isEqualTo("call.ended");
              assertThat(one.attempts()).isEqualTo(2);
              assertThat(one.problem()).isEqualTo("status 503");
              assertThat(one.failedAt()).isGreaterThanOrEqualTo(one.createdAt());
            });
    assertThat(node.failures.list(null, 1).await()).hasSize(1);

    receiver.does(Receptionist.Call::thank);
    String id = failed.getFirst().id();
    assertThat(node.failures.replay(id).await()).isTrue();
    assertThat(node.failures.replay(id).await()).isFalse();
    await(() -> receiver.ids().stream().filter(id::equals).count() == 3);
    assertThat(node.failures.list("default", 10).await()).isEmpty();
    assertThat(node.failures.replay("evt_unknown").await()).isFalse();
  }

  @Test
  void whatWasQueuedByANodeThatDiedIsSentByTheNext() {
    receiver.close();
    Node first = node().start();
    first.add(events(10));
    awaitAttempts(first, "unreachable", 1);
    first.crash();
    receiver.open();
    Node second = node().start();

    clock.shiftMs.addAndGet(Duration.ofMinutes(1).toMillis());
    arrived(10);
    settled(second);
    assertThat(receiver.ids()).doesNotHaveDuplicates();
  }

  @Test
  void whatANodeDiedOverIsSentOnceItsLeaseHasEndedAndNotBefore() {
    receiver.does(call -> {});
    Node first = node().start();
    first.add(event("one"));
    arrived(1);
    first.crash();
    receiver.does(Receptionist.Call::thank);
    Node second = node().start();
    second.add(event("two"));
    await(() -> second.counted("carillon_webhook_attempts", "delivered") == 1);
    assertThat(receiver.calls).hasSize(2);

    clock.shiftMs.addAndGet(Duration.ofMinutes(1).toMillis());
    settled(second);
    assertThat(receiver.calls).hasSize(3);
    assertThat(receiver.calls.getLast().id()).isEqualTo(receiver.calls.getFirst().id());
  }

  @Test
  void severalNodesNeverSendTheSameDeliveryAtOnce() {
    receiver.does(call -> vertx.setTimer(2, later -> call.thank()));
    List<Node> senders = List.of(node(), node(), node());
    senders.getFirst().add(events(300));
    senders.forEach(Node::start);

    senders.forEach(this::settled);
    assertThat(receiver.ids()).doesNotHaveDuplicates().hasSize(300);
    assertThat(receiver.overlaps).isEmpty();
  }

  @Test
  void aReceiverThatDoesNotAnswerHoldsUpNoOther() {
    settings.put("carillon.app.slow.webhook.url", receiver.url("/slow"));
    settings.put("carillon.app.slow.webhook.secret", Receptionist.SECRET);
    receiver.does(
        call -> {
          if (!call.path().equals("/slow")) {
            call.thank();
          }
        });
    Node node = node().start();
    node.add(
        IntStream.range(0, 40)
            .mapToObj(i -> new WebhookEvent("slow", "s" + i, "call.ended", AT, data("slow")))
            .toArray(WebhookEvent[]::new));
    await(() -> at("/slow").size() == Receiver.AT_ONCE);
    node.add(events(100));

    await(() -> at("/hook").size() == 100);
    assertThat(at("/slow")).hasSize(Receiver.AT_ONCE);
  }

  @Test
  void whatIsDeliveredIsForgottenAfterADayAndWhatFailedAfterThirty() {
    settings.put("carillon.webhook.attempts", "1");
    receiver.does(call -> call.answer(call.data().getString("what").equals("bad") ? 500 : 200));
    Node node = node().start();
    node.add(event("good"), event("bad"));
    settled(node);
    await(() -> node.failures.list(null, 10).await().size() == 1);
    DeliveryTable table = new DeliveryTable(node.database);

    table.clean(clock.millis()).await();
    assertThat(node.rows()).isEqualTo(2);
    table.clean(clock.millis() + DAY_MS + 1).await();
    assertThat(node.rows()).isEqualTo(1);
    table.clean(clock.millis() + 30 * DAY_MS + 1).await();
    assertThat(node.rows()).isZero();
  }

  @Test
  void onlyTheTypesThatAreWantedAreTold() {
    settings.put("carillon.webhook.events", "user.online, call.missed");
    Node node = node().start();
    node.add(event("one"), new WebhookEvent("default", "two", "user.online", AT, data("two")));

    assertThat(arrived(1).getFirst().type()).isEqualTo("user.online");
    assertThat(node.rows()).isEqualTo(1);
  }

  @Test
  void withoutAnyAddressNothingIsWritten() {
    settings.remove("carillon.webhook.url");
    Node node = node().start();
    node.add(event("one"));
    node.drain();

    assertThat(node.webhooks.tells("default")).isFalse();
    assertThat(node.rows()).isZero();
    assertThat(node.registry.scrape().size()).isZero();
  }

  private Node node() {
    Node node = new Node();
    nodes.add(node);
    return node;
  }

  private static WebhookEvent event(String name) {
    return new WebhookEvent("default", name, "call.ended", AT, data(name));
  }

  private static WebhookEvent[] events(int number) {
    return IntStream.range(0, number).mapToObj(i -> event("e" + i)).toArray(WebhookEvent[]::new);
  }

  private static RawJson data(String what) {
    return new RawJson("{\"what\":\"" + what + "\"}");
  }

  private List<Receptionist.Call> at(String path) {
    return receiver.calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  private List<Receptionist.Call> arrived(int number) {
    await(() -> receiver.calls.size() >= number);
    return receiver.calls;
  }

  /** Nothing waits any more, in the database either. */
  private void settled(Node node) {
    DeliveryTable table = new DeliveryTable(node.database);
    await(() -> table.countWaiting().await() == 0);
  }

  private void awaitAttempts(Node node, String result, int number) {
    await(() -> node.counted("carillon_webhook_attempts", result) >= number);
  }

  private static double stopped(Node node) {
    return node.registry.scrape(name -> name.equals("carillon_webhook_receivers_stopped")).stream()
        .flatMap(found -> ((GaugeSnapshot) found).getDataPoints().stream())
        .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
        .sum();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(condition);
  }
}
