package io.carillon.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.carillon.protocol.contract.BridgeSupply;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be had of videobridges, as adapters post it. */
class BridgeWatchTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private Vertx vertx;
  private HazelcastInstance member;
  private BridgeBoard board;
  private BridgeWatch watch;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    member = member();
    board = new BridgeBoard(vertx, member, Clock.systemUTC());
    watch = new BridgeWatch(vertx, board, now::get);
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    member.getLifecycleService().terminate();
  }

  @Test
  void nothingIsConfiguredWhereNobodySaysSo() {
    watch.see(List.of());
    assertThat(watch.supply()).isEqualTo(BridgeSupply.NONE);
    watch.see(List.of(new BridgeReport("n1", 0, 0, 1)));
    assertThat(watch.supply()).isEqualTo(BridgeSupply.NONE);
  }

  @Test
  void oneAdapterWithABridgeIsEnough() {
    watch.see(List.of(new BridgeReport("n1", 2, 0, 1), new BridgeReport("n2", 2, 1, 1)));
    assertThat(watch.supply()).isEqualTo(BridgeSupply.AVAILABLE);
    watch.see(List.of(new BridgeReport("n1", 2, 0, 2), new BridgeReport("n2", 2, 0, 2)));
    assertThat(watch.supply()).isEqualTo(BridgeSupply.UNAVAILABLE);
  }

  @Test
  void anAdapterThatSaysNothingNewIsGone() {
    BridgeReport report = new BridgeReport("n1", 1, 1, 7);
    watch.see(List.of(report));
    now.addAndGet(BridgeWatch.SILENCE_MS - 1);
    watch.see(List.of(report));
    assertThat(watch.supply()).isEqualTo(BridgeSupply.AVAILABLE);
    now.addAndGet(1);
    watch.see(List.of(report));
    assertThat(watch.supply()).isEqualTo(BridgeSupply.UNAVAILABLE);
    watch.see(List.of(new BridgeReport("n1", 1, 1, 6)));
    assertThat(watch.supply()).as("any other report is news").isEqualTo(BridgeSupply.AVAILABLE);
  }

  @Test
  void whatIsPostedIsSeen() {
    watch.start();
    board.post("n1", 3, 2).await();
    awaitSupply(BridgeSupply.AVAILABLE);
    board.post("n1", 3, 0).await();
    awaitSupply(BridgeSupply.UNAVAILABLE);
    board.withdraw("n1").await();
    awaitSupply(BridgeSupply.NONE);
  }

  private void awaitSupply(BridgeSupply supply) {
    await().atMost(Duration.ofSeconds(10)).until(() -> watch.supply() == supply);
  }

  private static HazelcastInstance member() {
    Config config = new Config();
    config.setClusterName("bridges-" + UUID.randomUUID());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getNetworkConfig().setPortCount(1000);
    config.getJetConfig().setEnabled(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    BridgeBoard.contribute(config);
    return Hazelcast.newHazelcastInstance(config);
  }
}
