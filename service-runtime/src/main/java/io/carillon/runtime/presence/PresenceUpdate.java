package io.carillon.runtime.presence;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.PresenceStatus;
import java.io.Serial;
import java.util.Map;

/**
 * A change of some of a user's presence; null leaves a part as it is. Answers with the record as it
 * is afterwards, or null if nothing has changed.
 *
 * @param text the user's words; taken only together with {@code chosen}
 */
public record PresenceUpdate(
    PresenceStatus chosen,
    String text,
    Boolean callWaiting,
    Boolean online,
    Boolean inCall,
    Long lastActiveAt)
    implements EntryProcessor<String, PresenceRecord, PresenceRecord> {
  @Serial private static final long serialVersionUID = 1L;

  /** What a user sets. */
  public static PresenceUpdate chosen(PresenceStatus status, String text, Boolean callWaiting) {
    return new PresenceUpdate(status, text, callWaiting, null, null, null);
  }

  /** Whether a device is connected, as of that time in milliseconds since the epoch. */
  public static PresenceUpdate online(boolean online, long at) {
    return new PresenceUpdate(null, null, null, online, null, at);
  }

  /** Whether the user is in a call that has been answered. */
  public static PresenceUpdate inCall(boolean inCall) {
    return new PresenceUpdate(null, null, null, null, inCall, null);
  }

  @Override
  public PresenceRecord process(Map.Entry<String, PresenceRecord> entry) {
    PresenceRecord before = entry.getValue() == null ? PresenceRecord.UNKNOWN : entry.getValue();
    PresenceRecord after =
        new PresenceRecord(
            chosen == null ? before.chosen() : chosen,
            chosen == null ? before.text() : text,
            callWaiting == null ? before.callWaiting() : callWaiting,
            online == null ? before.online() : online,
            inCall == null ? before.inCall() : inCall,
            lastActiveAt == null ? before.lastActiveAt() : lastActiveAt);
    if (after.equals(before)) {
      return null;
    }
    entry.setValue(after);
    return after;
  }

  static final class Serializer implements CompactSerializer<PresenceUpdate> {
    @Override
    public PresenceUpdate read(CompactReader reader) {
      String chosen = reader.readString("chosen");
      return new PresenceUpdate(
          chosen == null ? null : PresenceStatus.of(chosen),
          reader.readString("text"),
          reader.readNullableBoolean("callWaiting"),
          reader.readNullableBoolean("online"),
          reader.readNullableBoolean("inCall"),
          reader.readNullableInt64("lastActiveAt"));
    }

    @Override
    public void write(CompactWriter writer, PresenceUpdate update) {
      writer.writeString("chosen", update.chosen == null ? null : update.chosen.code());
      writer.writeString("text", update.text);
      writer.writeNullableBoolean("callWaiting", update.callWaiting);
      writer.writeNullableBoolean("online", update.online);
      writer.writeNullableBoolean("inCall", update.inCall);
      writer.writeNullableInt64("lastActiveAt", update.lastActiveAt);
    }

    @Override
    public String getTypeName() {
      return "carillon.PresenceUpdate";
    }

    @Override
    public Class<PresenceUpdate> getCompactClass() {
      return PresenceUpdate.class;
    }
  }
}
