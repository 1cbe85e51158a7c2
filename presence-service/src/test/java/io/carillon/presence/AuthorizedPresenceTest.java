package io.carillon.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.carillon.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is seen where an app says who may see whom. */
class AuthorizedPresenceTest {
  private static final Set<String> strangers = ConcurrentHashMap.newKeySet();
  private static HttpServer app;
  private static RunningEdge edge;

  private final String user = RunningEdge.newUser("bob");
  private final String stranger = RunningEdge.newUser("stranger");

  @BeforeAll
  static void start() throws IOException {
    app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.createContext("/may", AuthorizedPresenceTest::answer);
    app.start();
    edge =
        RunningEdge.with(
            "carillon.hook.url", "http://127.0.0.1:" + app.getAddress().getPort() + "/may",
            "carillon.hook.secret", "a secret of this app and its Carillon",
            "carillon.hook.cache-ttl", "100ms");
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
    app.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    JsonNode question = Json.mapper().readTree(exchange.getRequestBody());
    boolean sees =
        question.path("action").asText().equals("presence")
            && !strangers.contains(question.path("from").asText());
    byte[] answer =
        Json.encode(Map.of("allowed", sees ? question.path("to") : List.of())).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  @Test
  void aStrangerSeesNobodyAndIsToldNothing() {
    strangers.add(stranger);
    TestClient phone = edge.connect(user, "phone");
    TestClient blind = edge.connect(stranger, "phone");
    TestClient friend = edge.connect(RunningEdge.newUser("friend"), "phone");

    JsonNode seen = subscribe(blind);
    assertThat(subscribe(friend).path("status").asText()).isEqualTo("online");
    phone.ok("presence.set", Map.of("status", "away", "text", "lunch"));
    friend.expect("presence.changed");

    assertThat(seen)
        .isEqualTo(Json.mapper().createObjectNode().put("userId", user).put("status", "offline"));
    blind.ok("ping", Map.of());
    assertThat(blind.untaken()).isEmpty();
  }

  @Test
  void whatTheAppSaysLaterHoldsFromTheNextChangeOn() {
    strangers.add(stranger);
    TestClient phone = edge.connect(user, "phone");
    TestClient watcher = edge.connect(stranger, "phone");
    assertThat(subscribe(watcher).path("status").asText()).isEqualTo("offline");
    strangers.remove(stranger);

    // The answer is remembered for a moment.
    JsonNode changed = null;
    for (int round = 0; changed == null; round++) {
      phone.ok("presence.set", Map.of("status", "away", "text", "round " + round));
      watcher.ok("presence.get", Map.of("users", List.of(user)));
      changed = watcher.untaken().stream().findFirst().orElse(null);
    }

    JsonNode entry = changed.path("data").path("users").path(0);
    assertThat(changed.path("type").asText()).isEqualTo("presence.changed");
    assertThat(entry.path("status").asText()).isEqualTo("away");
  }

  private JsonNode subscribe(TestClient watcher) {
    return watcher.ok("presence.subscribe", Map.of("users", List.of(user))).path("users").path(0);
  }
}
