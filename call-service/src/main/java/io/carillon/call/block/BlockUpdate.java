package io.carillon.call.block;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.io.Serial;
import java.util.Map;
import java.util.Set;

/** Adds users to a block list, or takes them from it. */
record BlockUpdate(Set<String> users, boolean remove)
    implements EntryProcessor<String, BlockList, Void> {
  @Serial private static final long serialVersionUID = 1L;

  BlockUpdate {
    users = Set.copyOf(users);
  }

  @Override
  public Void process(Map.Entry<String, BlockList> entry) {
    BlockList before = entry.getValue() == null ? BlockList.NONE : entry.getValue();
    BlockList after = remove ? before.without(users) : before.with(users);
    if (!after.equals(before)) {
      entry.setValue(after.blocked().isEmpty() ? null : after);
    }
    return null;
  }

  static final class Serializer implements CompactSerializer<BlockUpdate> {
    @Override
    public BlockUpdate read(CompactReader reader) {
      return new BlockUpdate(
          Set.of(reader.readArrayOfString("users")), reader.readBoolean("remove"));
    }

    @Override
    public void write(CompactWriter writer, BlockUpdate update) {
      writer.writeArrayOfString("users", update.users.toArray(String[]::new));
      writer.writeBoolean("remove", update.remove);
    }

    @Override
    public String getTypeName() {
      return "carillon.BlockUpdate";
    }

    @Override
    public Class<BlockUpdate> getCompactClass() {
      return BlockUpdate.class;
    }
  }
}
