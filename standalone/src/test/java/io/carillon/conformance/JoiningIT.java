package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.standalone.Carillon;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How nodes come together, and what they say when they can't. */
class JoiningIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;

  @Test
  void anEdgeThatComesFirstLivesUnreadyUntilThereIsData() {
    int adminPort = ThreeNodes.freePorts(1).getFirst();
    try (ThreeNodes nodes = new ThreeNodes(Map.of(), data)) {
      CompletableFuture<Carillon> edge =
          CompletableFuture.supplyAsync(
              () -> nodes.startEdge(Map.of("carillon.admin-port", String.valueOf(adminPort))));
      await().atMost(PATIENCE).until(() -> status(adminPort, "/livez") == 200);
      assertThat(status(adminPort, "/readyz")).isEqualTo(503);
      assertThat(edge).isNotDone();

      nodes.startDataMember(0);

      assertThat(edge).succeedsWithin(PATIENCE);
      await().atMost(PATIENCE).until(() -> status(adminPort, "/readyz") == 200);
    }
  }

  @Test
  void aTakenClusterPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  start(
                      Map.of(
                          "carillon.cluster.members",
                          "127.0.0.1:" + taken.getLocalPort(),
                          "carillon.cluster.host",
                          "127.0.0.1",
                          "carillon.cluster.port",
                          String.valueOf(taken.getLocalPort()))))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "port %d is in use: stop what listens there or choose another with"
                  + " carillon.cluster.port",
              taken.getLocalPort());
    }
  }

  @Test
  void aTakenEventBusPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> start(Map.of("carillon.bus.port", String.valueOf(taken.getLocalPort()))))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "port %d is in use: stop what listens there or choose another with"
                  + " carillon.bus.port",
              taken.getLocalPort());
    }
  }

  @Test
  void aMemberListThatIsNoneIsRefused() {
    assertThatThrownBy(() -> start(Map.of("carillon.cluster.members", "n1:5701;n2:5701")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("carillon.cluster.members: expected host:port of data members");
  }

  @Test
  void aServiceThatIsNoneIsRefused() {
    assertThatThrownBy(() -> start(Map.of("carillon.services", "call,media")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "carillon.services: expected push, sfu, call, presence with commas between them, got"
                + " \"media\"");
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    assertThatThrownBy(() -> start(Map.of("carillon.cluster.host", "192.0.2.1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "192.0.2.1 is no address of this machine: choose one that is with"
                + " carillon.cluster.host");
  }

  private void start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("carillon.port", "0");
    all.put("carillon.admin-port", "0");
    all.put("carillon.data", data.toString());
    Carillon.start(all).close();
  }

  private static int status(int port, String path) {
    try {
      return Http.get(URI.create("http://localhost:" + port), path).statusCode();
    } catch (AssertionError noAnswer) {
      return 0;
    }
  }
}
