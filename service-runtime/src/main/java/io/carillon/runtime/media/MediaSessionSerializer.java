package io.carillon.runtime.media;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.runtime.cluster.LaterFields;
import java.util.List;

final class MediaSessionSerializer implements CompactSerializer<MediaSession> {
  @Override
  public MediaSession read(CompactReader reader) {
    return new MediaSession(
        reader.readString("app"),
        reader.readString("callId"),
        reader.readInt64("version"),
        reader.readInt32("epoch"),
        Topology.of(reader.readString("topology")),
        List.of(reader.readArrayOfCompact("endpoints", Endpoint.class)),
        reader.readBoolean("ended"),
        new LaterFields(reader).flag("interrupted"));
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
    writer.writeBoolean("interrupted", session.interrupted());
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
