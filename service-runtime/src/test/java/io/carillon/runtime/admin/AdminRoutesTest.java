package io.carillon.runtime.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.observe.AdminServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.healthchecks.HealthChecks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminRoutesTest {
  private static final String KEY = "a-key-of-24-characters-or-more";

  private final Vertx vertx = Vertx.vertx();
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private HttpClient client;
  private int port;

  /** What is echoed. */
  record Note(String text) {}

  @BeforeEach
  void listen(@TempDir Path folder) {
    client = HttpClient.newHttpClient();
    Settings settings = Settings.load(Map.of("carillon.admin.key", KEY), Map.of(), null);
    AdminRoutes routes = AdminRoutes.create(vertx, settings, folder, metrics);
    routes.add(
        HttpMethod.GET,
        "/things/{id}",
        request ->
            Future.succeededFuture(
                AdminAnswer.ok(new Note(request.path("id") + request.query("q").orElse("")))));
    routes.add(
        HttpMethod.POST,
        "/things",
        request ->
            Future.succeededFuture(
                AdminAnswer.created("/admin/v1/things/1", request.body(Note.class))));
    routes.add(
        HttpMethod.DELETE, "/things/{id}", request -> Future.succeededFuture(AdminAnswer.done()));
    routes.add(
        HttpMethod.GET,
        "/refused/{code}",
        request -> {
          throw new ProtocolException(ErrorCode.of(request.path("code")), "so it is", 1_001);
        });
    routes.add(
        HttpMethod.GET,
        "/broken",
        request -> Future.failedFuture(new IllegalStateException("secret of the house")));
    routes.add(
        HttpMethod.GET,
        "/numbers",
        request ->
            Future.succeededFuture(AdminAnswer.ok(request.number("n") + "" + request.flag("f"))));
    port =
        new AdminServer(vertx, metrics, HealthChecks.create(vertx), routes)
            .listen("127.0.0.1", 0)
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join()
            .actualPort();
  }

  @AfterEach
  void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whoShowsTheKeyIsAnswered() throws Exception {
    HttpResponse<String> answer = get("/things/a%20b?q=%C3%BC");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Json.decode(answer.body(), Note.class).text()).isEqualTo("a bü");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    HttpResponse<String> made = send("POST", "/things", "bearer " + KEY, "{\"text\":\"x\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location")).hasValue("/admin/v1/things/1");
    HttpResponse<String> gone = send("DELETE", "/things/1", "Bearer " + KEY, "");
    assertThat(gone.statusCode()).isEqualTo(204);
    assertThat(gone.body()).isEmpty();
  }

  @Test
  void withoutTheKeyNothingIsSaid() throws Exception {
    for (String header :
        new String[] {"", "Basic " + KEY, "Bearer", "Bearer ", "Bearer " + KEY + "x"}) {
      for (String path : new String[] {"/things/1", "/nowhere", ""}) {
        if (header.equals("Bearer " + KEY + "x") || !path.isEmpty()) {
          HttpResponse<String> answer = send("GET", path, header, "");
          assertThat(answer.statusCode()).as(header + path).isEqualTo(401);
          assertThat(error(answer).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
          assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
              .startsWith("Bearer");
        }
      }
    }
  }

  @Test
  void whoGuessesIsNotListenedToForAWhile() throws Exception {
    for (int i = 0; i < WrongKeys.FREE; i++) {
      assertThat(send("GET", "/things/1", "Bearer guess" + i, "").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> refused = get("/things/1");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(error(refused).retryAfterMs()).isBetween(1L, 60_000L);
    assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1L, 60L);
  }

  @Test
  void metricsAndHealthNeedNoKey() throws Exception {
    get("/things/1");
    URI scrape = URI.create("http://127.0.0.1:" + port + "/metrics");
    String page =
        client
            .send(HttpRequest.newBuilder(scrape).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    assertThat(page).contains("carillon_admin_requests_total{result=\"ok\"} 1.0");
  }

  @Test
  void whatIsNotThereIsSaidSo() throws Exception {
    HttpResponse<String> path = get("/nowhere");
    assertThat(path.statusCode()).isEqualTo(404);
    assertThat(error(path).code()).isEqualTo(ErrorCode.UNKNOWN_TYPE);
    HttpResponse<String> method = send("PUT", "/things/1", "Bearer " + KEY, "{}");
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.headers().firstValue("Allow")).hasValue("GET, DELETE");
  }

  @Test
  void whatCannotBeReadIsABadRequest() throws Exception {
    for (String body : new String[] {"", "{", "[]", "null", "{\"text\":1}"}) {
      HttpResponse<String> answer = send("POST", "/things", "Bearer " + KEY, body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(error(answer).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }
    assertThat(error(get("/numbers?n=x")).message()).startsWith("n: ");
    assertThat(error(get("/numbers?f=1")).message()).startsWith("f: ");
    assertThat(error(get("/numbers?n=1&n=2")).message()).startsWith("n: ");
    assertThat(get("/numbers?n=&f=true").body()).isEqualTo("\"nulltrue\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things/%zz", "/things/%", "/things/1?q=%zz", "/things/%ff?q=%ff"})
  void whatCannotBeDecodedIsNoFaultOfTheServer(String path) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET /admin/v1"
              + path
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
              + KEY
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).matches("(?s)HTTP/1.1 (200|400) .*");
    }
  }

  @Test
  void aBodyMayBeOnlySoLong() throws Exception {
    String longest = "{\"text\":\"" + "x".repeat(AdminRoutes.MAX_BODY_BYTES - 11) + "\"}";
    assertThat(send("POST", "/things", "Bearer " + KEY, longest).statusCode()).isEqualTo(201);
    HttpResponse<String> answer = send("POST", "/things", "Bearer " + KEY, longest + " ");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(error(answer).code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void aFaultIsNotExplained() throws Exception {
    HttpResponse<String> answer = get("/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(error(answer).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(answer.body()).doesNotContain("secret");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyRefusalKeepsItsCodeAndSaysWhenToComeBack(ErrorCode code) throws Exception {
    HttpResponse<String> answer = get("/refused/" + code.code());
    assertThat(answer.statusCode()).isBetween(400, 599);
    assertThat(error(answer).code()).isEqualTo(code);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "Bearer " + KEY, "");
  }

  private HttpResponse<String> send(String method, String path, String authorization, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + AdminRoutes.PREFIX + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static ErrorBody error(HttpResponse<String> answer) {
    return Json.decode(answer.body(), Problem.class).error();
  }
}
