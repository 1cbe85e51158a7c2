package io.carillon.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a name of bridges leads to, asked of a name server of the test's own. */
class BridgeDiscoveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long INTERVAL_MS = 20;

  private final List<Set<String>> found = new CopyOnWriteArrayList<>();
  private Vertx forServer;
  private Vertx vertx;
  private NameServerStandIn server;

  @BeforeEach
  void listen() {
    forServer = Vertx.vertx();
    server = new NameServerStandIn(forServer);
    int port = server.start().toCompletionStage().toCompletableFuture().join();
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setAddressResolverOptions(
                    new AddressResolverOptions().addServer("127.0.0.1:" + port)));
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    forServer.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void everyAddressIsABridge() throws UnknownHostException {
    server.know(address("10.0.0.7"), address("10.0.0.8"), address("10.0.0.9"));
    look();
    awaitFound("10.0.0.7:8080", "10.0.0.8:8080", "10.0.0.9:8080");
  }

  @Test
  void thoseThatComeAndGoAreNoticed() throws UnknownHostException {
    server.know(address("10.0.0.7"), address("10.0.0.8"));
    look();
    awaitFound("10.0.0.7:8080", "10.0.0.8:8080");
    server.know(address("10.0.0.8"), address("10.0.0.9"));
    awaitFound("10.0.0.8:8080", "10.0.0.9:8080");
  }

  @Test
  void whileTheNameServerFailsNothingIsTakenForGone() throws UnknownHostException {
    server.know(address("10.0.0.7"));
    look();
    awaitFound("10.0.0.7:8080");
    server.fail(true);
    int before = server.questions();
    await().atMost(PATIENCE).until(() -> server.questions() > before + 4);
    assertThat(Set.copyOf(found)).isEqualTo(Set.of(Set.of("10.0.0.7:8080")));
    server.know(address("10.0.0.8"));
    server.fail(false);
    awaitFound("10.0.0.8:8080");
  }

  @Test
  void anAddressOfVersionSixStandsInBrackets() throws UnknownHostException {
    server.know(address("fd00::7"));
    look();
    awaitFound("[fd00:0:0:0:0:0:0:7]:8080");
  }

  @Test
  void aBridgeWithAddressesOfBothVersionsIsThereOnce() throws UnknownHostException {
    server.know(address("10.0.0.7"), address("fd00::7"));
    look();
    awaitFound("10.0.0.7:8080");
    await().atMost(PATIENCE).until(() -> found.size() > 10);
    assertThat(Set.copyOf(found)).isEqualTo(Set.of(Set.of("10.0.0.7:8080")));
  }

  private void look() {
    BridgeDiscovery discovery =
        new BridgeDiscovery(vertx, new BridgeName("bridges.test", 8080), this::note);
    vertx.runOnContext(go -> discovery.start(INTERVAL_MS));
  }

  private void note(Collection<BridgeAddress> addresses) {
    found.add(addresses.stream().map(BridgeAddress::id).collect(Collectors.toSet()));
  }

  private void awaitFound(String... ids) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(found).last().isEqualTo(Set.of(ids)));
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}
