package io.carillon.runtime.media;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;
import io.carillon.runtime.cluster.LaterFields;

final class MediaEndpointSerializer implements CompactSerializer<Endpoint> {
  @Override
  public Endpoint read(CompactReader reader) {
    LaterFields fields = new LaterFields(reader);
    return new Endpoint(
        reader.readString("userId"),
        reader.readCompact("session"),
        (int) fields.number("instance", 1),
        new Tracks(
            fields.flag("mutedAudio"), fields.flag("mutedVideo"), fields.flag("mutedScreen")),
        media(fields));
  }

  private static MediaFlags media(LaterFields fields) {
    return fields.flag("mediaKnown")
        ? new MediaFlags(
            fields.flag("audio"), fields.flag("video"), fields.flag("screen"), fields.flag("hold"))
        : null;
  }

  @Override
  public void write(CompactWriter writer, Endpoint endpoint) {
    writer.writeString("userId", endpoint.userId());
    writer.writeCompact("session", endpoint.session());
    writer.writeInt64("instance", endpoint.instance());
    writer.writeBoolean("mutedAudio", endpoint.muted().audio());
    writer.writeBoolean("mutedVideo", endpoint.muted().video());
    writer.writeBoolean("mutedScreen", endpoint.muted().screen());
    MediaFlags media = endpoint.media();
    writer.writeBoolean("mediaKnown", media != null);
    writer.writeBoolean("audio", media != null && media.audio());
    writer.writeBoolean("video", media != null && media.video());
    writer.writeBoolean("screen", media != null && media.screen());
    writer.writeBoolean("hold", media != null && media.hold());
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
