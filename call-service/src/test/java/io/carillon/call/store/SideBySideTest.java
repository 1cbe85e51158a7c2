package io.carillon.call.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.CallStateMachine;
import io.carillon.call.core.MediaTerms;
import io.carillon.call.core.Reach;
import io.carillon.protocol.Description;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.SdpType;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.session.SessionRefSerializer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two members of two versions, as during a rolling update. */
class SideBySideTest {
  private static final SessionRef ALICE = new SessionRef("app", "alice", "laptop", "a1", "edge");
  private static final SessionRef BOB = new SessionRef("app", "bob", "phone", "b1", "edge");

  private final String cluster = "versions-" + UUID.randomUUID();
  private HazelcastInstance today;
  private HazelcastInstance other;

  static Stream<List<CompactSerializer<?>>> otherVersions() {
    return Stream.of(
        List.of(
            OtherVersion.before(
                new CallSerializer(),
                "answer",
                "changedAt",
                "doubtful",
                "topologyWish",
                "directAfterMs",
                "directAt",
                "renewAt"),
            OtherVersion.before(
                new PartySerializer(), "mutedAudio", "mutedVideo", "mutedScreen", "barred"),
            new ToldSerializer(),
            OtherVersion.before(new SessionRefSerializer(), "publish")),
        List.of(
            OtherVersion.after(new CallSerializer()),
            OtherVersion.after(new PartySerializer()),
            OtherVersion.after(new ToldSerializer()),
            OtherVersion.after(new SessionRefSerializer())));
  }

  @AfterEach
  void stop() {
    Stream.of(today, other).forEach(member -> member.getLifecycleService().terminate());
  }

  @ParameterizedTest
  @MethodSource("otherVersions")
  void eachReadsWhatTheOtherOneWrote(List<CompactSerializer<?>> serializers) {
    today =
        member(
            List.of(
                new CallSerializer(),
                new PartySerializer(),
                new ToldSerializer(),
                new SessionRefSerializer()),
            null);
    other = member(serializers, today);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> other.getPartitionService().isClusterSafe() && isPaired());
    Call call = answered();

    for (String key : IntStream.range(0, 20).mapToObj(i -> "key-" + i).toList()) {
      today.<String, Call>getMap("calls").set(key, call);
      assertThat(known(other.<String, Call>getMap("calls").get(key))).isEqualTo(known(call));
      other.<String, Call>getMap("calls").set(key, call);
      assertThat(known(today.<String, Call>getMap("calls").get(key))).isEqualTo(known(call));
    }
  }

  private boolean isPaired() {
    return today.getCluster().getMembers().size() == 2;
  }

  /** What both versions know of a call: a step on it comes to the same. */
  private static List<Object> known(Call call) {
    return List.of(
        call.version(),
        call.state(),
        call.path(),
        call.parties(),
        call.audience(),
        call.deadline());
  }

  private static Call answered() {
    Call call =
        after(
            null,
            new CallCommand.Create(
                ALICE,
                "call",
                List.of("bob"),
                MediaKind.VIDEO,
                false,
                null,
                60_000,
                new RawJson("{\"a\":1}"),
                new Description(SdpType.OFFER, "offer"),
                null,
                1_000));
    call =
        after(
            call, new CallCommand.Prepared(List.of(Reach.free("bob", List.of(BOB), false)), 1_001));
    return after(
        call, new CallCommand.Accept(BOB, null, new Description(SdpType.ANSWER, "answer"), 1_002));
  }

  private static Call after(Call before, CallCommand command) {
    return CallStateMachine.decide(before, command, MediaTerms.WITHOUT_BRIDGES).after();
  }

  private HazelcastInstance member(
      List<CompactSerializer<?>> serializers, HazelcastInstance first) {
    Config config = new Config();
    config.setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getJetConfig().setEnabled(false);
    config.addMapConfig(new MapConfig("calls").setInMemoryFormat(InMemoryFormat.BINARY));
    config.getNetworkConfig().setPortCount(1000);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    TcpIpConfig members = config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
    if (first != null) {
      members.addMember("127.0.0.1:" + first.getCluster().getLocalMember().getAddress().getPort());
    }
    serializers.forEach(
        serializer ->
            config
                .getSerializationConfig()
                .getCompactSerializationConfig()
                .addSerializer(serializer));
    return Hazelcast.newHazelcastInstance(config);
  }
}
