package io.carillon.call.store;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.EndReason;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A call claims a user's line, leaves it, or is struck from it. Answers with the ids of the other
 * calls whose claims live. Where those are as many as may be, a claim is not entered.
 *
 * @param reason how the call ended, with {@code LEAVE}; null otherwise
 * @param at when the claim was made or the call ended, milliseconds since the epoch
 */
record LineUpdate(Kind kind, String callId, EndReason reason, long at)
    implements EntryProcessor<String, UserCalls, String[]> {
  @Serial private static final long serialVersionUID = 1L;

  enum Kind {
    CLAIM,
    LEAVE,
    STRIKE
  }

  @Override
  public String[] process(Map.Entry<String, UserCalls> entry) {
    UserCalls before = entry.getValue() == null ? UserCalls.NONE : entry.getValue();
    UserCalls after =
        switch (kind) {
          case CLAIM ->
              Lines.isFull(others(before))
                  ? before
                  : before.with(new UserCalls.Claim(callId, null, 0), at);
          case LEAVE -> before.with(new UserCalls.Claim(callId, reason, at), at);
          case STRIKE -> before.without(callId);
        };
    store((ExtendedMapEntry<String, UserCalls>) entry, after, !after.live().isEmpty());
    return others(after).toArray(String[]::new);
  }

  private List<String> others(UserCalls user) {
    List<String> live = user.live();
    live.remove(callId);
    return live;
  }

  /** What is remembered of ended calls alone goes by itself. */
  private static void store(
      ExtendedMapEntry<String, UserCalls> entry, UserCalls after, boolean anyLives) {
    if (after.claims().isEmpty()) {
      entry.setValue(null);
    } else if (anyLives) {
      entry.setValue(after, 0, TimeUnit.MILLISECONDS);
    } else {
      entry.setValue(after, UserCalls.MEMORY_MS, TimeUnit.MILLISECONDS);
    }
  }

  static final class Serializer implements CompactSerializer<LineUpdate> {
    @Override
    public LineUpdate read(CompactReader reader) {
      String reason = reader.readString("reason");
      return new LineUpdate(
          Kind.valueOf(reader.readString("kind")),
          reader.readString("callId"),
          reason == null ? null : EndReason.of(reason),
          reader.readInt64("at"));
    }

    @Override
    public void write(CompactWriter writer, LineUpdate update) {
      writer.writeString("kind", update.kind.name());
      writer.writeString("callId", update.callId);
      writer.writeString("reason", update.reason == null ? null : update.reason.code());
      writer.writeInt64("at", update.at);
    }

    @Override
    public String getTypeName() {
      return "carillon.LineUpdate";
    }

    @Override
    public Class<LineUpdate> getCompactClass() {
      return LineUpdate.class;
    }
  }
}
