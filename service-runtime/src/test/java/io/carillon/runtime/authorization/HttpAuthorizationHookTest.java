package io.carillon.runtime.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.webhook.WebhookSignature;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTP server, which answers what the test wants. */
class HttpAuthorizationHookTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final UserRef ALICE = new UserRef("default", "alice");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private HttpServer server;

  /** One question; the test answers it, or the server did. */
  private record Asked(HttpServerRequest request, Buffer body) {
    JsonObject json() {
      return new JsonObject(body);
    }

    void allow(String... users) {
      answer(200, new JsonObject().put("allowed", JsonArray.of((Object[]) users)).encode());
    }

    void answer(int status, String text) {
      request.response().setStatusCode(status).end(text);
    }
  }

  @BeforeEach
  void start() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> request.body().onSuccess(body -> asked.add(new Asked(request, body))))
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void theAppIsAskedWithASignatureAndSaysWhoIsAllowed() throws Exception {
    Future<Set<String>> allowed = hook().mayCall(ALICE, List.of("bob", "carol", "dave"));

    Asked question = next();
    question.allow("carol", "bob", "somebody-else");

    assertThat(allowed.await()).containsExactly("bob", "carol");
    assertThat(question.json())
        .isEqualTo(
            new JsonObject()
                .put("app", "default")
                .put("action", "call")
                .put("from", "alice")
                .put("to", JsonArray.of("bob", "carol", "dave")));
    HttpServerRequest request = question.request();
    assertThat(request.method().name()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/hook?x=1");
    assertThat(request.getHeader("content-type")).isEqualTo("application/json");
    assertThat(request.getHeader("webhook-timestamp"))
        .isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(
            WebhookSignature.of("secret", SECRET)
                .verify(
                    request.getHeader("webhook-id"),
                    NOW.getEpochSecond(),
                    question.body().toString(UTF_8).getBytes(UTF_8),
                    request.getHeader("webhook-signature")))
        .isTrue();
  }

  @Test
  void eachQuestionHasAnIdOfItsOwn() throws Exception {
    AuthorizationHook hook = hook();
    hook.mayCall(ALICE, List.of("bob"));
    hook.maySee(ALICE, List.of("bob"));
    Asked first = next();
    Asked second = next();

    assertThat(first.json().getString("action")).isNotEqualTo(second.json().getString("action"));
    assertThat(first.request().getHeader("webhook-id"))
        .isNotEqualTo(second.request().getHeader("webhook-id"));
  }

  @Test
  void anAnswerIsGoodForAWhileAndThenTheAppIsAskedAnew() throws Exception {
    AuthorizationHook hook = hook();
    Future<Set<String>> first = hook.maySee(ALICE, List.of("bob", "carol"));
    next().allow("bob");
    assertThat(first.await()).containsExactly("bob");

    advance(29_999);
    Future<Set<String>> remembered = hook.maySee(ALICE, List.of("carol", "bob"));
    assertThat(remembered.isComplete()).isTrue();
    assertThat(remembered.result()).containsExactly("bob");
    advance(1);
    Future<Set<String>> anew = hook.maySee(ALICE, List.of("carol", "bob"));
    next().allow("carol");

    assertThat(anew.await()).containsExactly("carol");
  }

  @Test
  void onlyWhatIsNotKnownIsAsked() throws Exception {
    AuthorizationHook hook = hook();
    Future<Set<String>> first = hook.maySee(ALICE, List.of("bob"));
    next().allow("bob");
    first.await();

    Future<Set<String>> more = hook.maySee(ALICE, List.of("bob", "carol"));
    Asked question = next();
    question.allow("carol");

    assertThat(question.json().getJsonArray("to")).isEqualTo(JsonArray.of("carol"));
    assertThat(more.await()).containsExactly("bob", "carol");
  }

  @Test
  void whatIsBeingAskedIsNotAskedTwice() throws Exception {
    AuthorizationHook hook = hook();
    Future<Set<String>> first = hook.mayCall(ALICE, List.of("bob"));
    Asked question = next();
    Future<Set<String>> second = hook.mayCall(ALICE, List.of("bob"));

    question.allow("bob");

    assertThat(first.await()).containsExactly("bob");
    assertThat(second.await()).containsExactly("bob");
    assertThat(asked).isEmpty();
  }

  @Test
  void aUserMayAlwaysReachHimself() {
    Future<Set<String>> allowed = hook().maySee(ALICE, List.of("alice"));

    assertThat(allowed.result()).containsExactly("alice");
    assertThat(asked).isEmpty();
  }

  @Test
  void theSameNameInAnotherAppIsAnotherUser() throws Exception {
    AuthorizationHook hook = hook();
    Future<Set<String>> here = hook.mayCall(ALICE, List.of("bob"));
    next().allow("bob");
    here.await();
    Future<Set<String>> there = hook.mayCall(new UserRef("other", "alice"), List.of("bob"));
    Asked question = next();
    question.allow();

    assertThat(question.json().getString("app")).isEqualTo("other");
    assertThat(there.await()).isEmpty();
  }

  @Test
  void theAnswerComesOnTheContextOfTheAsker() throws Exception {
    AuthorizationHook hook = hook();
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Context> answeredOn = new CompletableFuture<>();
    context.runOnContext(
        turn ->
            hook.mayCall(ALICE, List.of("bob"))
                .onComplete(done -> answeredOn.complete(Vertx.currentContext())));
    next().allow();

    assertThat(answeredOn.get(10, TimeUnit.SECONDS)).isSameAs(context);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"allowed\":null}",
        "{\"allowed\":\"bob\"}",
        "{\"allowed\":[1]}",
        "{\"allowed\":[",
        ""
      })
  void anAnswerThatCantBeUnderstoodIsNone(String answer) throws Exception {
    Future<Set<String>> denied = hook().mayCall(ALICE, List.of("bob"));
    next().answer(200, answer);
    Future<Set<String>> allowed = hookThatAllows().mayCall(ALICE, List.of("bob"));
    next().answer(200, answer);

    assertThat(denied.await()).isEmpty();
    assertThat(allowed.await()).containsExactly("bob");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 403, 500})
  void anotherStatusIsNoAnswer(int status) throws Exception {
    Future<Set<String>> denied = hook().mayCall(ALICE, List.of("bob"));
    next().answer(status, status == 204 ? "" : "{\"allowed\":[\"bob\"]}");

    assertThat(denied.await()).isEmpty();
    assertThat(requests("call", "failed")).isEqualTo(1);
  }

  @Test
  void anAnswerWithoutEndIsNone() throws Exception {
    Future<Set<String>> denied = hook().mayCall(ALICE, List.of("bob"));
    next().answer(200, "{\"allowed\":[\"bob\"]}" + " ".repeat(300_000));

    assertThat(denied.await()).isEmpty();
  }

  @Test
  void aLateAnswerIsNone() throws Exception {
    Future<Set<String>> denied =
        hook("carillon.hook.timeout", "100ms").mayCall(ALICE, List.of("bob"));
    next();

    assertThat(denied.await()).isEmpty();
    assertThat(requests("call", "late")).isEqualTo(1);
  }

  @Test
  void anAnswerThatComesInDropsIsLateAsAWhole() throws Exception {
    Future<Set<String>> denied =
        hook("carillon.hook.timeout", "200ms").mayCall(ALICE, List.of("bob"));
    Asked question = next();
    question.request().response().setChunked(true);
    Promise<Void> broken = Promise.promise();
    question.request().response().exceptionHandler(broken::tryFail);
    question.request().connection().closeHandler(broken::tryComplete);
    long drops = vertx.setPeriodic(20, tick -> question.request().response().write(" "));

    assertThat(denied.await()).isEmpty();
    broken.future().otherwiseEmpty().await();
    vertx.cancelTimer(drops);
  }

  @Test
  void whatIsNotKnownIsNotRemembered() throws Exception {
    AuthorizationHook hook = hook();
    Future<Set<String>> failed = hook.mayCall(ALICE, List.of("bob"));
    next().answer(500, "");
    assertThat(failed.await()).isEmpty();

    Future<Set<String>> again = hook.mayCall(ALICE, List.of("bob"));
    next().allow("bob");

    assertThat(again.await()).containsExactly("bob");
  }

  @Test
  void anAppThatIsDownIsLeftAloneForAWhile() throws Exception {
    AuthorizationHook hook = hook();
    for (int i = 0; i < Circuit.FAILURES; i++) {
      Future<Set<String>> failed = hook.mayCall(ALICE, List.of("bob"));
      next().answer(500, "");
      failed.await();
    }
    assertThat(down()).isEqualTo(1);

    Future<Set<String>> atOnce = hook.mayCall(ALICE, List.of("bob"));
    assertThat(atOnce.await()).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(requests("call", "skipped")).isEqualTo(1);
    advance(Circuit.PAUSE_MS);
    Future<Set<String>> probe = hook.mayCall(ALICE, List.of("bob"));
    next().allow("bob");

    assertThat(probe.await()).containsExactly("bob");
    assertThat(down()).isZero();
  }

  @Test
  void nobodyListeningIsNoAnswer() {
    AuthorizationHook hook = hook();
    server.close().await();

    assertThat(hook.mayCall(ALICE, List.of("bob")).await()).isEmpty();
    assertThat(hook.asks()).isTrue();
  }

  @Test
  void aServerForWhichNobodyVouchesIsNotAsked(@TempDir Path folder) throws Exception {
    List<Throwable> refusals = new CopyOnWriteArrayList<>();
    HttpServer stranger =
        vertx
            .createHttpServer(
                new HttpServerOptions().setSsl(true).setKeyCertOptions(selfSigned(folder)))
            .exceptionHandler(refusals::add)
            .requestHandler(request -> asked.add(new Asked(request, Buffer.buffer())))
            .listen(0, "127.0.0.1")
            .await();
    AuthorizationHook hook =
        hook(
            "carillon.hook.url",
            "https://localhost:" + stranger.actualPort() + "/",
            "carillon.hook.timeout",
            "30s");

    assertThat(hook.mayCall(ALICE, List.of("bob")).await()).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(requests("call", "failed")).isEqualTo(1);
    Awaitility.await()
        .untilAsserted(() -> assertThat(refusals).hasAtLeastOneElementOfType(SSLException.class));
  }

  private static PfxOptions selfSigned(Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-keystore",
            keys.toString());
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    return new PfxOptions().setPath(keys.toString()).setPassword("changeit");
  }

  @Test
  void aCallDoesNotWaitForThePresenceOfMany() throws Exception {
    AuthorizationHook hook = hook();
    List<Future<Set<String>>> seen = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      seen.add(hook.maySee(new UserRef("default", "watcher-" + i), List.of("bob")));
    }
    List<Asked> underWay = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      underWay.add(next());
    }

    Future<Set<String>> call = hook.mayCall(ALICE, List.of("bob"));
    Asked question = next();
    question.allow("bob");

    assertThat(question.json().getString("action")).isEqualTo("call");
    assertThat(call.await()).containsExactly("bob");
    assertThat(asked).isEmpty();
    underWay.forEach(presence -> presence.allow("bob"));
    for (int i = 32; i < 100; i++) {
      next().allow("bob");
    }
    for (Future<Set<String>> answer : seen) {
      assertThat(answer.await()).containsExactly("bob");
    }
  }

  @Test
  void withoutAnAddressEverybodyIsAllowedAtOnce() {
    AuthorizationHook nobody =
        AuthorizationHook.create(
            vertx, Settings.load(Map.of(), Map.of(), null), registry, Clock.systemUTC());

    assertThat(nobody.asks()).isFalse();
    assertThat(nobody.mayCall(ALICE, List.of("bob", "carol")).result())
        .containsExactlyInAnyOrder("bob", "carol");
    assertThat(nobody.maySee(ALICE, List.of("bob")).result()).containsExactly("bob");
  }

  private AuthorizationHook hookThatAllows() {
    return hook("carillon.hook.when-down", "allow");
  }

  private AuthorizationHook hook(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    values.put("carillon.hook.url", "http://127.0.0.1:" + server.actualPort() + "/hook?x=1");
    values.put("carillon.hook.secret", SECRET);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    HookSettings settings = HookSettings.read(Settings.load(values, Map.of(), null)).orElseThrow();
    registry.clear();
    return new HttpAuthorizationHook(
        vertx, settings, new HookMetrics(registry), Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);
  }

  private void advance(long ms) {
    nanos.addAndGet(ms * 1_000_000);
  }

  private Asked next() throws InterruptedException {
    Asked question = asked.poll(15, TimeUnit.SECONDS);
    assertThat(question).as("a question").isNotNull();
    return question;
  }

  private double requests(String action, String result) {
    return registry.scrape(name -> name.equals("carillon_hook_requests")).stream()
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .filter(point -> action.equals(point.getLabels().get("action")))
        .filter(point -> result.equals(point.getLabels().get("result")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private double down() {
    return registry.scrape(name -> name.equals("carillon_hook_down")).stream()
        .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
        .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
        .sum();
  }
}
