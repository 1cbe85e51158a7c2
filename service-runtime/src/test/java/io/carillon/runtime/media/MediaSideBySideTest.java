package io.carillon.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;
import io.carillon.runtime.session.SessionRefSerializer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Media sessions on two members of two versions, as during a rolling update. */
class MediaSideBySideTest {
  private static final SessionRef LISTENER =
      new SessionRef("app", "bob", "phone", "b1", "edge", new Tracks(true, false, false));

  private final String cluster = "media-" + UUID.randomUUID();
  private HazelcastInstance today;
  private HazelcastInstance earlier;

  @AfterEach
  void stop() {
    today.getLifecycleService().terminate();
    earlier.getLifecycleService().terminate();
  }

  @Test
  void eachReadsWhatTheOtherOneWrote() {
    today =
        member(
            null,
            new MediaEndpointSerializer(),
            new MediaSessionSerializer(),
            new SessionRefSerializer());
    earlier = member(today, new EarlierEndpoint(), new EarlierSession(), new EarlierSessionRef());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> earlier.getCluster().getMembers().size() == 2);
    MediaRecord record =
        record(
            true,
            new Endpoint(
                "bob",
                LISTENER,
                3,
                new Tracks(true, false, false),
                new MediaFlags(false, false, false, true)));
    MediaRecord known = record(false, new Endpoint("bob", LISTENER.publishing(null)));

    IMap<String, MediaRecord> here = today.getMap("media");
    IMap<String, MediaRecord> there = earlier.getMap("media");
    for (String key : IntStream.range(0, 20).mapToObj(i -> "key-" + i).toList()) {
      here.set(key, record);
      assertThat(here.get(key)).isEqualTo(record);
      assertThat(there.get(key)).isEqualTo(known);
      there.set(key, record);
      assertThat(here.get(key)).isEqualTo(known);
    }
  }

  private static MediaRecord record(boolean interrupted, Endpoint endpoint) {
    return new MediaRecord(
        new MediaSession("app", "call", 7, 2, Topology.SFU, List.of(endpoint), false, interrupted),
        1_000);
  }

  private HazelcastInstance member(HazelcastInstance first, CompactSerializer<?>... serializers) {
    Config config = new Config();
    config.setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getJetConfig().setEnabled(false);
    config.getNetworkConfig().setPortCount(1000);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    var members = config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
    if (first != null) {
      members.addMember("127.0.0.1:" + first.getCluster().getLocalMember().getAddress().getPort());
    }
    var compact = config.getSerializationConfig().getCompactSerializationConfig();
    compact.addSerializer(new MediaRecordSerializer());
    for (CompactSerializer<?> serializer : serializers) {
      compact.addSerializer(serializer);
    }
    return Hazelcast.newHazelcastInstance(config);
  }

  private static final class EarlierEndpoint implements CompactSerializer<Endpoint> {
    @Override
    public Endpoint read(CompactReader reader) {
      return new Endpoint(reader.readString("userId"), reader.readCompact("session"));
    }

    @Override
    public void write(CompactWriter writer, Endpoint endpoint) {
      writer.writeString("userId", endpoint.userId());
      writer.writeCompact("session", endpoint.session());
    }

    @Override
    public String getTypeName() {
      return "carillon.MediaEndpoint";
    }

    @Override
    public Class<Endpoint> getCompactClass() {
      return Endpoint.class;
    }
  }

  private static final class EarlierSession implements CompactSerializer<MediaSession> {
    @Override
    public MediaSession read(CompactReader reader) {
      return new MediaSession(
          reader.readString("app"),
          reader.readString("callId"),
          reader.readInt64("version"),
          reader.readInt32("epoch"),
          Topology.of(reader.readString("topology")),
          List.of(reader.readArrayOfCompact("endpoints", Endpoint.class)),
          reader.readBoolean("ended"));
    }

    @Override
    public void write(CompactWriter writer, MediaSession session) {
      writer.writeString("app", session.app());
      writer.writeString("callId", session.callId());
      writer.writeInt64("version", session.version());
      writer.writeInt32("epoch", session.epoch());
      writer.writeString("topology", session.topology().code());
      writer.writeArrayOfCompact("endpoints", session.endpoints().toArray(Endpoint[]::new));
      writer.writeBoolean("ended", session.ended());
    }

    @Override
    public String getTypeName() {
      return "carillon.MediaSession";
    }

    @Override
    public Class<MediaSession> getCompactClass() {
      return MediaSession.class;
    }
  }

  private static final class EarlierSessionRef implements CompactSerializer<SessionRef> {
    @Override
    public SessionRef read(CompactReader reader) {
      return new SessionRef(
          reader.readString("app"),
          reader.readString("userId"),
          reader.readString("deviceId"),
          reader.readString("sessionId"),
          reader.readString("edge"));
    }

    @Override
    public void write(CompactWriter writer, SessionRef session) {
      writer.writeString("app", session.app());
      writer.writeString("userId", session.userId());
      writer.writeString("deviceId", session.deviceId());
      writer.writeString("sessionId", session.sessionId());
      writer.writeString("edge", session.edge());
    }

    @Override
    public String getTypeName() {
      return "carillon.SessionRef";
    }

    @Override
    public Class<SessionRef> getCompactClass() {
      return SessionRef.class;
    }
  }
}
