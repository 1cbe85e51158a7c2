package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.util.List;

final class ClaimedSerializer implements CompactSerializer<Claimed> {
  @Override
  public Claimed read(CompactReader reader) {
    return new Claimed(
        List.of(reader.readArrayOfString("others")), reader.readInt64("retryAfterMs"));
  }

  @Override
  public void write(CompactWriter writer, Claimed claimed) {
    writer.writeArrayOfString("others", claimed.others().toArray(String[]::new));
    writer.writeInt64("retryAfterMs", claimed.retryAfterMs());
  }

  @Override
  public String getTypeName() {
    return "carillon.LineClaimed";
  }

  @Override
  public Class<Claimed> getCompactClass() {
    return Claimed.class;
  }
}
