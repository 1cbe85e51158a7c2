package io.carillon.runtime.presence;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.PresenceStatus;

final class PresenceRecordSerializer implements CompactSerializer<PresenceRecord> {
  @Override
  public PresenceRecord read(CompactReader reader) {
    return new PresenceRecord(
        PresenceStatus.of(reader.readString("chosen")),
        reader.readString("text"),
        reader.readBoolean("callWaiting"),
        reader.readBoolean("online"),
        reader.readBoolean("inCall"),
        reader.readInt64("lastActiveAt"));
  }

  @Override
  public void write(CompactWriter writer, PresenceRecord presence) {
    writer.writeString("chosen", presence.chosen().code());
    writer.writeString("text", presence.text());
    writer.writeBoolean("callWaiting", presence.callWaiting());
    writer.writeBoolean("online", presence.online());
    writer.writeBoolean("inCall", presence.inCall());
    writer.writeInt64("lastActiveAt", presence.lastActiveAt());
  }

  @Override
  public String getTypeName() {
    return "carillon.PresenceRecord";
  }

  @Override
  public Class<PresenceRecord> getCompactClass() {
    return PresenceRecord.class;
  }
}
