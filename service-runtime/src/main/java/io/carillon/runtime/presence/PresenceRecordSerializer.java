package io.carillon.runtime.presence;

import com.hazelcast.nio.serialization.FieldKind;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.PresenceStatus;

/** Reads what an earlier version wrote, too: it knew no end of a choice and no idleness. */
final class PresenceRecordSerializer implements CompactSerializer<PresenceRecord> {
  @Override
  public PresenceRecord read(CompactReader reader) {
    return new PresenceRecord(
        new PresenceChoice(
            PresenceStatus.of(reader.readString("chosen")),
            reader.readString("text"),
            has(reader, "until") ? reader.readInt64("until") : PresenceChoice.FOR_GOOD),
        reader.readBoolean("callWaiting"),
        reader.readBoolean("online"),
        has(reader, "idle") && reader.readBoolean("idle"),
        reader.readBoolean("inCall"),
        reader.readInt64("lastActiveAt"));
  }

  private static boolean has(CompactReader reader, String field) {
    return reader.getFieldKind(field) != FieldKind.NOT_AVAILABLE;
  }

  @Override
  public void write(CompactWriter writer, PresenceRecord presence) {
    writer.writeString("chosen", presence.choice().status().code());
    writer.writeString("text", presence.choice().text());
    writer.writeInt64("until", presence.choice().until());
    writer.writeBoolean("callWaiting", presence.callWaiting());
    writer.writeBoolean("online", presence.online());
    writer.writeBoolean("idle", presence.idle());
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
