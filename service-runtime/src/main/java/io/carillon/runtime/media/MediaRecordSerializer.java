package io.carillon.runtime.media;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;

final class MediaRecordSerializer implements CompactSerializer<MediaRecord> {
  @Override
  public MediaRecord read(CompactReader reader) {
    return new MediaRecord(reader.readCompact("session"), reader.readInt64("epochChangedAt"));
  }

  @Override
  public void write(CompactWriter writer, MediaRecord media) {
    writer.writeCompact("session", media.session());
    writer.writeInt64("epochChangedAt", media.epochChangedAt());
  }

  @Override
  public String getTypeName() {
    return "carillon.MediaRecord";
  }

  @Override
  public Class<MediaRecord> getCompactClass() {
    return MediaRecord.class;
  }
}
