package io.carillon.call.store;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.io.Serial;
import java.util.Map;
import java.util.Objects;

/**
 * Puts one call in the place of another, if that is the one there; null stands for none. Answers
 * whether it did.
 */
record RoomUpdate(String before, String after) implements EntryProcessor<String, String, Boolean> {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public Boolean process(Map.Entry<String, String> entry) {
    boolean expected = Objects.equals(entry.getValue(), before);
    if (expected) {
      entry.setValue(after);
    }
    return expected;
  }

  static final class Serializer implements CompactSerializer<RoomUpdate> {
    @Override
    public RoomUpdate read(CompactReader reader) {
      return new RoomUpdate(reader.readString("before"), reader.readString("after"));
    }

    @Override
    public void write(CompactWriter writer, RoomUpdate update) {
      writer.writeString("before", update.before);
      writer.writeString("after", update.after);
    }

    @Override
    public String getTypeName() {
      return "carillon.RoomUpdate";
    }

    @Override
    public Class<RoomUpdate> getCompactClass() {
      return RoomUpdate.class;
    }
  }
}
