package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.call.core.Told;

final class ToldSerializer implements CompactSerializer<Told> {
  @Override
  public Told read(CompactReader reader) {
    return new Told(
        reader.readCompact("session"),
        Told.Knowledge.valueOf(reader.readString("knowledge")),
        reader.readBoolean("rang"));
  }

  @Override
  public void write(CompactWriter writer, Told told) {
    writer.writeCompact("session", told.session());
    writer.writeString("knowledge", told.knowledge().name());
    writer.writeBoolean("rang", told.rang());
  }

  @Override
  public String getTypeName() {
    return "carillon.CallTold";
  }

  @Override
  public Class<Told> getCompactClass() {
    return Told.class;
  }
}
