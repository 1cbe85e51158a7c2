package io.carillon.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.carillon.media.MediaService;
import io.carillon.protocol.Json;
import io.carillon.protocol.contract.BridgeSupply;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.media.BridgeBoard;
import io.carillon.runtime.media.BridgeWatch;
import io.carillon.videobridge.Behaviour;
import io.carillon.videobridge.VideobridgeStandIn;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What call-service and administrators learn of the bridges of a node that runs the service. */
class BridgesOnANodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String KEY = "a-key-of-twenty-four-characters-or-more";

  @TempDir private Path data;

  @Test
  void callServiceLearnsWhetherThereAreBridges() {
    try (VideobridgeStandIn bridge = VideobridgeStandIn.start();
        Running running = start(Map.of("carillon.videobridge.urls", bridge.address().toString()))) {
      running.awaitSupply(BridgeSupply.AVAILABLE);
      bridge.behave(Behaviour.FAILING);
      running.awaitSupply(BridgeSupply.UNAVAILABLE);
      running.node().drain();
      running.awaitSupply(BridgeSupply.NONE);
    }
  }

  @Test
  void administratorsSeeAndDrainThem() throws Exception {
    try (VideobridgeStandIn bridge = VideobridgeStandIn.start();
        Running running =
            start(Map.of("carillon.videobridge.urls", bridge.address() + ";region=eu"))) {
      running.awaitSupply(BridgeSupply.AVAILABLE);
      String id = bridge.address().getAuthority();
      await().atMost(PATIENCE).until(() -> "up".equals(running.bridge().path("state").asText()));
      assertThat(running.bridge().path("id").asText()).isEqualTo(id);
      assertThat(running.bridge().path("region").asText()).isEqualTo("eu");

      HttpResponse<String> drained = running.ask("POST", "/bridges/" + id + "/drain");
      assertThat(drained.statusCode()).isEqualTo(200);
      assertThat(tree(drained).path("draining").asBoolean()).isTrue();
      assertThat(running.bridge().path("state").asText()).isEqualTo("draining");
      running.ask("POST", "/bridges/" + id + "/undrain");
      assertThat(running.bridge().path("state").asText()).isEqualTo("up");
    }
  }

  @Test
  void theDescriptionHasEveryRouteOfBridges() throws IOException {
    List<String> described = new ArrayList<>();
    new ObjectMapper(new YAMLFactory())
        .readTree(BridgeDescriptionTest.FILE.toFile())
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> described.add(method.toUpperCase(Locale.ROOT) + path.getKey())));
    described.removeIf(name -> !name.contains("/bridges") || name.startsWith("PARAMETERS"));
    try (Running running = start(Map.of())) {
      assertThat(running.routes()).containsExactlyInAnyOrderElementsOf(described);
    }
  }

  @Test
  void aBridgeThatIsNotThereOrDoesNotAnswerCannotBeDrained() throws Exception {
    try (VideobridgeStandIn bridge = VideobridgeStandIn.start();
        Running running = start(Map.of("carillon.videobridge.urls", bridge.address().toString()))) {
      running.awaitSupply(BridgeSupply.AVAILABLE);
      assertThat(problem(running.ask("POST", "/bridges/10.0.0.7:8080/drain")))
          .isEqualTo("404 unknown_type");
      bridge.behave(Behaviour.FAILING);
      assertThat(
              problem(
                  running.ask("POST", "/bridges/" + bridge.address().getAuthority() + "/drain")))
          .isEqualTo("503 sfu_unavailable");
    }
  }

  @Test
  void withoutBridgesThereIsNone() throws Exception {
    try (Running running = start(Map.of())) {
      assertThat(tree(running.ask("GET", "/bridges")).path("bridges")).isEmpty();
      assertThat(running.watch().supply()).isEqualTo(BridgeSupply.NONE);
    }
  }

  @Test
  void aNameThatLeadsNowhereLeavesNoneAvailable() throws Exception {
    try (Running running = start(Map.of("carillon.videobridge.dns", "localhost:1"))) {
      running.awaitSupply(BridgeSupply.UNAVAILABLE);
      await()
          .atMost(PATIENCE)
          .until(() -> "failed".equals(running.bridge().path("state").asText()));
      assertThat(running.bridge().path("id").asText()).isEqualTo("127.0.0.1:1");
    }
  }

  @Test
  void aWrongSettingKeepsTheNodeFromStarting() {
    assertThatThrownBy(() -> start(Map.of("carillon.videobridge.urls", "10.0.0.7:8080")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("carillon.videobridge.urls: expected");
  }

  private Running start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("carillon.data", data.toString());
    settings.put("carillon.admin-port", "0");
    settings.put("carillon.admin.key", KEY);
    settings.put("carillon.videobridge.health-interval", "100ms");
    Watcher watcher = new Watcher();
    Node node =
        Node.start(Settings.load(settings, Map.of(), null), List.of(watcher, new MediaService()));
    return new Running(node, watcher.context, watcher.watch);
  }

  private static String problem(HttpResponse<String> answer) {
    return answer.statusCode() + " " + tree(answer).at("/error/code").asText();
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    return Json.decode(answer.body(), JsonNode.class);
  }

  /** Watches for bridges as call-service does. */
  private static final class Watcher implements CarillonService {
    private ServiceContext context;
    private BridgeWatch watch;

    @Override
    public String name() {
      return "call";
    }

    @Override
    public Future<?> start(ServiceContext node) {
      context = node;
      watch =
          new BridgeWatch(
              node.vertx(),
              new BridgeBoard(node.vertx(), node.hazelcast(), node.clock()),
              () -> System.nanoTime() / 1_000_000);
      watch.start();
      return Future.succeededFuture();
    }
  }

  private record Running(Node node, ServiceContext context, BridgeWatch watch)
      implements AutoCloseable {
    List<String> routes() {
      return context.admin().mounted().stream()
          .map(route -> route.method().name() + route.path())
          .toList();
    }

    void awaitSupply(BridgeSupply supply) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(watch.supply()).isEqualTo(supply));
    }

    JsonNode bridge() throws IOException, InterruptedException {
      return tree(ask("GET", "/bridges")).path("bridges").path(0);
    }

    HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
      URI uri = URI.create("http://127.0.0.1:" + node.adminPort() + "/admin/v1" + path);
      try (HttpClient client = HttpClient.newHttpClient()) {
        return client.send(
            HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .header("Authorization", "Bearer " + KEY)
                .build(),
            BodyHandlers.ofString());
      }
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
