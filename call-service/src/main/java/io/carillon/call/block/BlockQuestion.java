package io.carillon.call.block;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.io.Serial;
import java.util.Map;

/** Asks whether a block list has a user, without the list being fetched. */
record BlockQuestion(String userId)
    implements EntryProcessor<String, BlockList, Boolean>, ReadOnly {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public Boolean process(Map.Entry<String, BlockList> entry) {
    return entry.getValue() != null && entry.getValue().blocked().contains(userId);
  }

  @Override
  public EntryProcessor<String, BlockList, Boolean> getBackupProcessor() {
    return null;
  }

  static final class Serializer implements CompactSerializer<BlockQuestion> {
    @Override
    public BlockQuestion read(CompactReader reader) {
      return new BlockQuestion(reader.readString("userId"));
    }

    @Override
    public void write(CompactWriter writer, BlockQuestion question) {
      writer.writeString("userId", question.userId);
    }

    @Override
    public String getTypeName() {
      return "carillon.BlockQuestion";
    }

    @Override
    public Class<BlockQuestion> getCompactClass() {
      return BlockQuestion.class;
    }
  }
}
