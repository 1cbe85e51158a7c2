package io.carillon.call.block;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.util.Set;

final class BlockListSerializer implements CompactSerializer<BlockList> {
  @Override
  public BlockList read(CompactReader reader) {
    return new BlockList(Set.of(reader.readArrayOfString("blocked")));
  }

  @Override
  public void write(CompactWriter writer, BlockList list) {
    writer.writeArrayOfString("blocked", list.blocked().toArray(String[]::new));
  }

  @Override
  public String getTypeName() {
    return "carillon.BlockList";
  }

  @Override
  public Class<BlockList> getCompactClass() {
    return BlockList.class;
  }
}
