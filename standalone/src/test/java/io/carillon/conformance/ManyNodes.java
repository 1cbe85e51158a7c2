package io.carillon.conformance;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.carillon.standalone.Carillon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster of three nodes that hold calls and two edges, in this process, of which tests may kill
 * nodes. What was killed is replaced by a new node after the test. What any client saw must have
 * kept to {@link SessionRules}.
 */
final class ManyNodes implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int DATA_NODES = 3;
  private static final int EDGES = 2;

  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, Carillon> nodes = new TreeMap<>();
  private final List<Carillon> dead = new ArrayList<>();
  private final List<TestClient> clients = new CopyOnWriteArrayList<>();
  private List<Integer> ports;
  private Path data;

  private ManyNodes(Map<String, String> settings) {
    this.settings.putAll(settings);
  }

  /** One with alternating names and values of settings. */
  static ManyNodes with(String... namesAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new ManyNodes(settings);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    data = Files.createTempDirectory("carillon-many");
    ports = ThreeNodes.freePorts(DATA_NODES);
    settings.put("carillon.cluster.name", "test-" + UUID.randomUUID());
    settings.put("carillon.cluster.host", LOOPBACK);
    settings.put("carillon.port", "0");
    settings.put("carillon.admin-port", "0");
    settings.put("carillon.data", data.toString());
    settings.put(
        "carillon.cluster.members",
        String.join(",", ports.stream().map(port -> LOOPBACK + ':' + port).toList()));
    startMissing();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> violations = new ArrayList<>();
    for (TestClient client : clients) {
      client.leave();
      violations.addAll(client.rules().violations());
    }
    clients.clear();
    dead.forEach(Carillon::close);
    dead.clear();
    startMissing();
    if (!violations.isEmpty()) {
      throw new AssertionError(String.join("\n", violations));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    List.copyOf(nodes.keySet()).reversed().forEach(this::kill);
    dead.forEach(Carillon::close);
  }

  private void startMissing() {
    for (int number = 0; number < DATA_NODES; number++) {
      String port = ports.get(number).toString();
      nodes.computeIfAbsent(
          dataNode(number),
          name -> start(name, Map.of("carillon.services", "call", "carillon.cluster.port", port)));
    }
    for (int number = 0; number < EDGES; number++) {
      nodes.computeIfAbsent(
          edgeNode(number), name -> start(name, Map.of("carillon.services", "presence,sfu,push")));
    }
    Awaitility.await()
        .atMost(Inbox.PATIENCE)
        .until(
            () ->
                nodes.keySet().stream()
                    .map(this::member)
                    .allMatch(member -> member.getPartitionService().isClusterSafe()));
  }

  private Carillon start(String name, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    all.put("carillon.node.name", unique(name));
    return Carillon.start(all);
  }

  private String unique(String name) {
    return name + '-' + settings.get("carillon.cluster.name");
  }

  private HazelcastInstance member(String name) {
    return Hazelcast.getHazelcastInstanceByName(unique(name));
  }

  /** The name of a node that holds calls. */
  static String dataNode(int number) {
    return "call-" + number;
  }

  /** The name of an edge. */
  static String edgeNode(int number) {
    return "edge-" + number;
  }

  /** Ends a node without a word to the others, as a crash would. */
  void kill(String name) {
    member(name).getLifecycleService().terminate();
    dead.add(nodes.remove(name));
  }

  /** Ends a node as an operator would. */
  void drain(String name) {
    nodes.remove(name).close();
  }

  /** A node in the place of one that is gone. */
  void startAgain(String name) {
    nodes.put(name, start(name, Map.of("carillon.services", "presence,sfu,push")));
  }

  /** Where clients of that edge come in. */
  Entrance edge(int number) {
    return new Entrance() {
      @Override
      public URI webSocketUri() {
        return URI.create("ws://localhost:" + nodes.get(edgeNode(number)).port() + "/v1/ws");
      }

      @Override
      public byte[] secret() {
        try {
          return Files.readString(data.resolve("secret")).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public TestClient track(TestClient client) {
        clients.add(client);
        return client;
      }
    };
  }

  /** A new user with one device, {@code phone}, that has said hello at that edge. */
  TestClient connect(String name, int edge) {
    String suffix = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    return new TestUser(edge(edge), name + "-" + suffix).connect("phone");
  }
}
