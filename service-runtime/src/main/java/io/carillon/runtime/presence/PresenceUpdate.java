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
 * was before.
 *
 * @param choice what the user set
 * @param idle whether nobody attends any of the devices
 * @param lastActiveAt when a device was last connected, milliseconds since the epoch; an earlier
 *     time than the one that is known changes nothing
 */
public record PresenceUpdate(
    PresenceChoice choice,
    Boolean callWaiting,
    Boolean online,
    Boolean idle,
    Boolean inCall,
    Long lastActiveAt)
    implements EntryProcessor<String, PresenceRecord, PresenceRecord> {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * What a user sets for good.
   *
   * @param status null leaves status and text as they are
   */
  public static PresenceUpdate chosen(PresenceStatus status, String text, Boolean callWaiting) {
    return chosen(status, text, PresenceChoice.FOR_GOOD, callWaiting);
  }

  /**
   * What a user sets until a time in milliseconds since the epoch.
   *
   * @param status null leaves status, text and until as they are
   */
  public static PresenceUpdate chosen(
      PresenceStatus status, String text, long until, Boolean callWaiting) {
    return new PresenceUpdate(
        status == null ? null : new PresenceChoice(status, text, until),
        callWaiting,
        null,
        null,
        null,
        null);
  }

  /** Somebody attends to a device that is connected, as of that time. */
  public static PresenceUpdate arrived(long at) {
    return devices(true, false, at);
  }

  /**
   * How a user's devices stand.
   *
   * @param online whether any is connected
   * @param idle whether nobody attends any that is
   * @param lastActiveAt when one was last connected, milliseconds since the epoch; null leaves it
   */
  public static PresenceUpdate devices(boolean online, boolean idle, Long lastActiveAt) {
    return new PresenceUpdate(null, null, online, idle, null, lastActiveAt);
  }

  /** Whether the user is in a call that has been answered. */
  public static PresenceUpdate inCall(boolean inCall) {
    return new PresenceUpdate(null, null, null, null, inCall, null);
  }

  /** The record as it is after this change. */
  PresenceRecord appliedTo(PresenceRecord before) {
    return new PresenceRecord(
        choice == null ? before.choice() : choice,
        callWaiting == null ? before.callWaiting() : callWaiting,
        online == null ? before.online() : online,
        idle == null ? before.idle() : idle,
        inCall == null ? before.inCall() : inCall,
        lastActiveAt == null
            ? before.lastActiveAt()
            : Math.max(lastActiveAt, before.lastActiveAt()));
  }

  @Override
  public PresenceRecord process(Map.Entry<String, PresenceRecord> entry) {
    PresenceRecord before = entry.getValue() == null ? PresenceRecord.UNKNOWN : entry.getValue();
    PresenceRecord after = appliedTo(before);
    if (!after.equals(before)) {
      entry.setValue(after);
    }
    return before;
  }

  static final class Serializer implements CompactSerializer<PresenceUpdate> {
    @Override
    public PresenceUpdate read(CompactReader reader) {
      String chosen = reader.readString("chosen");
      return new PresenceUpdate(
          chosen == null
              ? null
              : new PresenceChoice(
                  PresenceStatus.of(chosen), reader.readString("text"), reader.readInt64("until")),
          reader.readNullableBoolean("callWaiting"),
          reader.readNullableBoolean("online"),
          reader.readNullableBoolean("idle"),
          reader.readNullableBoolean("inCall"),
          reader.readNullableInt64("lastActiveAt"));
    }

    @Override
    public void write(CompactWriter writer, PresenceUpdate update) {
      PresenceChoice choice = update.choice;
      writer.writeString("chosen", choice == null ? null : choice.status().code());
      writer.writeString("text", choice == null ? null : choice.text());
      writer.writeInt64("until", choice == null ? PresenceChoice.FOR_GOOD : choice.until());
      writer.writeNullableBoolean("callWaiting", update.callWaiting);
      writer.writeNullableBoolean("online", update.online);
      writer.writeNullableBoolean("idle", update.idle);
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
