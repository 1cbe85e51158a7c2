package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.BridgeLoss;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.view.Tracks;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.media.BridgeBoard;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that move onto a videobridge and back, as edges, clients and adapters see call-service. */
class TopologyServiceTest {
  private static FakeNeighbours neighbours;
  private static Node node;
  private static BridgeBoard board;

  private final String family = UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start(@TempDir Path data) {
    neighbours = new FakeNeighbours();
    List<CarillonService> services = new ArrayList<>(neighbours.services());
    services.add(new CallService());
    Map<String, String> settings =
        Map.of(
            "carillon.admin-port", "0",
            "carillon.data", data.toString(),
            "carillon.call.sfu-parties", "5",
            "carillon.call.direct-again-after", "PT0.2S");
    node = Node.start(Settings.load(settings, Map.of(), null), services);
    board =
        new BridgeBoard(
            neighbours.context().vertx(),
            neighbours.context().hazelcast(),
            neighbours.context().clock());
  }

  @AfterAll
  static void stop() {
    node.drain();
    node.close();
  }

  @Test
  void aGroupMovesOntoABridgeAndBack() {
    bridges(1, 1);
    List<Device> all = devices(6);
    String id = open(all.getFirst());
    all.get(1).ask("call.join", about(id));
    JsonNode joined = all.get(2).ask("call.join", about(id));
    assertThat(joined.get("topology").asText()).isEqualTo("sfu");
    JsonNode told = all.getFirst().hears("media.topology");
    assertThat(told.get("topology").asText()).isEqualTo("sfu");
    assertThat(told.get("epoch").asInt()).isEqualTo(1);
    assertThat(told.get("version").asLong()).isEqualTo(joined.get("version").asLong());
    assertThat(told.has("interrupted")).isFalse();
    assertThat(session(id))
        .satisfies(
            session -> {
              assertThat(session.topology()).isEqualTo(Topology.SFU);
              assertThat(session.epoch()).isEqualTo(1);
              assertThat(session.endpoints()).hasSize(3);
            });
    all.get(3).ask("call.join", about(id));
    all.get(4).ask("call.join", about(id));
    assertThat(all.get(5).refusal("call.join", about(id))).isEqualTo(ErrorCode.TOO_MANY_PARTIES);
    all.subList(2, 5).forEach(device -> device.ask("call.hangup", about(id)));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> all.getFirst().hears("media.topology").get("topology").asText().equals("direct"));
    assertThat(session(id).epoch()).isEqualTo(2);
  }

  @Test
  void withoutABridgeTheFifthOfAMeshIsCounted() throws Exception {
    bridges(1, 0);
    List<Device> all = devices(5);
    String id = open(all.getFirst());
    all.subList(1, 4).forEach(device -> device.ask("call.join", about(id)));
    assertThat(session(id).topology()).isEqualTo(Topology.DIRECT);
    double before = meshFull();
    assertThat(all.get(4).refusal("call.join", about(id))).isEqualTo(ErrorCode.TOO_MANY_PARTIES);
    assertThat(meshFull()).isEqualTo(before + 1);
  }

  @Test
  void aCallForABridgeNeedsOne() {
    bridges(0, 0);
    List<Device> all = devices(2);
    assertThat(all.getFirst().refusal("call.invite", invite())).isEqualTo(ErrorCode.NO_SFU);
    bridges(1, 0);
    assertThat(all.getFirst().refusal("call.invite", invite()))
        .isEqualTo(ErrorCode.SFU_UNAVAILABLE);
    assertThat(all.getFirst().refusal("call.join", room().put("topology", "sfu")))
        .isEqualTo(ErrorCode.SFU_UNAVAILABLE);
    bridges(1, 1);
    JsonNode call = all.getFirst().ask("call.invite", invite());
    assertThat(call.get("topology").asText()).isEqualTo("sfu");
    JsonNode answered = all.get(1).ask("call.accept", about(call.get("callId").asText()));
    assertThat(answered.get("topology").asText()).isEqualTo("sfu");
    assertThat(answered.get("epoch").asInt()).isZero();
    assertThat(all.getFirst().heard()).doesNotContain("media.topology");
  }

  @Test
  void aBridgeThatIsLostIsReplacedAndWithoutAnyTheCallIsAMesh() {
    bridges(1, 1);
    List<Device> all = devices(3);
    String id = open(all.getFirst());
    all.get(1).ask("call.join", about(id));
    all.get(2).ask("call.join", about(id));
    lose(id, 1, true);
    assertThat(session(id).epoch()).isEqualTo(2);
    assertThat(session(id).topology()).isEqualTo(Topology.SFU);
    lose(id, 1, true);
    assertThat(session(id).epoch()).isEqualTo(2);
    lose(id, 2, false);
    assertThat(session(id).epoch()).isEqualTo(3);
    assertThat(session(id).topology()).isEqualTo(Topology.DIRECT);
    assertThat(all.getFirst().hears("media.topology").get("epoch").asInt()).isEqualTo(3);
  }

  @Test
  void anAdapterThatMissedTheLatestOfACallIsToldItOnceMore() {
    bridges(1, 1);
    List<Device> all = devices(3);
    String id = open(all.getFirst());
    all.get(1).ask("call.join", about(id));
    all.get(2).ask("call.join", about(id));
    lose(id, 1, true);
    MediaSession latest = session(id);
    neighbours.mediaSessions.removeIf(session -> session.callId().equals(id));
    lose(id, 1, true);
    assertThat(session(id)).isEqualTo(latest);

    all.getFirst().ask("call.hangup", about(id).put("everyone", true));
    neighbours.mediaSessions.removeIf(session -> session.callId().equals(id));
    lose(id, 2, true);
    assertThat(session(id).ended()).isTrue();
    assertThat(session(id).version()).isGreaterThan(latest.version());
  }

  @Test
  void anAdapterThatHasAConferenceForNoCallIsToldThatItIsOver() {
    String id = UUID.randomUUID().toString();
    lose(id, 4, true);
    assertThat(session(id)).isEqualTo(MediaSession.gone("default", id, 4));
  }

  @Test
  void anAdapterThatIsAwayIsToldOfABridgeOnceItIsBackAndNoClientWaitsForIt() {
    bridges(1, 1);
    List<Device> all = devices(3);
    String id = open(all.getFirst());
    all.get(1).ask("call.join", about(id));
    neighbours.adapterIsAway = true;
    try {
      JsonNode joined = all.get(2).ask("call.join", about(id));
      assertThat(joined.get("epoch").asInt()).isEqualTo(1);
      assertThat(session(id).epoch()).isZero();
    } finally {
      neighbours.adapterIsAway = false;
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(session(id).epoch()).isEqualTo(1));
  }

  @Test
  void theAdapterLearnsWhatEachMaySend() {
    List<Device> all = devices(2);
    Device listener =
        Device.online(neighbours, "listener-" + family, "phone", new Tracks(false, false, true));
    String id = open(all.getFirst());
    all.get(1).ask("call.join", about(id));
    JsonNode joined = listener.ask("call.join", about(id));
    assertThat(joined.at("/parties/2/mayPublish/screen").asBoolean()).isTrue();
    assertThat(joined.at("/parties/2/mayPublish/audio").asBoolean()).isFalse();
    assertThat(joined.at("/parties/1").has("mayPublish")).isFalse();
    ObjectNode mute = about(id).put("userId", "user1-" + family).put("audio", true);
    all.getFirst().ask("call.mute", mute);
    assertThat(all.get(1).hears("call.muted").get("by").asText()).isEqualTo("user0-" + family);
    assertThat(session(id).endpoints())
        .extracting(MediaSession.Endpoint::sends)
        .containsExactly(Tracks.ALL, new Tracks(false, true, true), new Tracks(false, false, true));
    ObjectNode remove = about(id).put("userId", "user1-" + family);
    all.getFirst().ask("call.remove", remove);
    assertThat(all.get(1).hears("call.ended").get("reason").asText()).isEqualTo("removed");
    assertThat(all.get(1).refusal("call.join", about(id))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(listener.refusal("call.remove", remove)).isEqualTo(ErrorCode.FORBIDDEN);
  }

  private static void lose(String callId, int epoch, boolean renew) {
    BridgeLoss loss = new BridgeLoss("default", callId, epoch, renew);
    neighbours
        .context()
        .bus()
        .ask(
            Contract.CALL_BRIDGE,
            neighbours.context().placement().addressOf(Contract.CALL_BRIDGE, loss.key()),
            loss)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** Posts, and waits until call-service goes by it: it looks every second. */
  private void bridges(int configured, int usable) {
    board.post("an-adapter", configured, usable).toCompletionStage().toCompletableFuture().join();
    Device probe = Device.online(neighbours, "probe-" + UUID.randomUUID(), "phone");
    Object expected =
        usable > 0 ? "ok" : configured > 0 ? ErrorCode.SFU_UNAVAILABLE : ErrorCode.NO_SFU;
    await().atMost(Duration.ofSeconds(10)).until(() -> probeFor(probe).equals(expected));
    probe.bye();
  }

  private Object probeFor(Device probe) {
    ObjectNode room = room().put("room", "probe-" + UUID.randomUUID()).put("topology", "sfu");
    return Device.outcome(probe.asks("call.join", room));
  }

  private List<Device> devices(int count) {
    List<Device> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(Device.online(neighbours, "user" + i + '-' + family, "phone"));
    }
    return all;
  }

  private String open(Device first) {
    return first.ask("call.join", room()).get("callId").asText();
  }

  /** The latest that the adapter was told of a call. */
  private static MediaSession session(String callId) {
    return neighbours.mediaSessions.stream()
        .filter(session -> session.callId().equals(callId))
        .toList()
        .getLast();
  }

  private static double meshFull() throws Exception {
    URI metrics = URI.create("http://127.0.0.1:" + node.adminPort() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String page =
          client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
      return page.lines()
          .filter(line -> line.startsWith("carillon_call_mesh_full_total "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
          .findFirst()
          .orElseThrow();
    }
  }

  private ObjectNode invite() {
    ObjectNode data = about(UUID.randomUUID().toString()).put("media", "audio");
    data.withArray("to").add("user1-" + family);
    return data.put("topology", "sfu");
  }

  private ObjectNode room() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("room", "lobby-" + family)
        .put("media", "audio")
        .put("create", true);
  }

  private static ObjectNode about(String callId) {
    return JsonNodeFactory.instance.objectNode().put("callId", callId);
  }
}
