package io.carillon.runtime.media;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.io.Serial;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Enters a conference if the one that is there is of the generation that the writer knows. Answers
 * with the record as it is afterwards, null for none.
 *
 * @param next null removes what is there
 * @param known the generation; 0 if the writer knows none
 */
record ConferenceWrite(ConferenceRecord next, long known)
    implements EntryProcessor<String, ConferenceRecord, ConferenceRecord> {
  @Serial private static final long serialVersionUID = 1L;

  /** Clears away what no adapter came to remove. */
  private static final long TTL_DAYS = 2;

  @Override
  public ConferenceRecord process(Map.Entry<String, ConferenceRecord> entry) {
    ConferenceRecord before = entry.getValue();
    if (known != (before == null ? 0 : before.generation())) {
      return before;
    }
    if (next == null) {
      entry.setValue(null);
    } else {
      ((ExtendedMapEntry<String, ConferenceRecord>) entry).setValue(next, TTL_DAYS, TimeUnit.DAYS);
    }
    return next;
  }

  static final class Serializer implements CompactSerializer<ConferenceWrite> {
    @Override
    public ConferenceWrite read(CompactReader reader) {
      return new ConferenceWrite(reader.readCompact("next"), reader.readInt64("known"));
    }

    @Override
    public void write(CompactWriter writer, ConferenceWrite write) {
      writer.writeCompact("next", write.next);
      writer.writeInt64("known", write.known);
    }

    @Override
    public String getTypeName() {
      return "carillon.ConferenceWrite";
    }

    @Override
    public Class<ConferenceWrite> getCompactClass() {
      return ConferenceWrite.class;
    }
  }
}
