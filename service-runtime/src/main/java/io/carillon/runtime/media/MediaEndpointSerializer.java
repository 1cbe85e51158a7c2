package io.carillon.runtime.media;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.contract.MediaSession.Endpoint;

final class MediaEndpointSerializer implements CompactSerializer<Endpoint> {
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
