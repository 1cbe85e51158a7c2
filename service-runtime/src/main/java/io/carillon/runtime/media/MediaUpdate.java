package io.carillon.runtime.media;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.contract.MediaSession;
import java.io.Serial;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Enters what call-service said, unless something newer is known. Answers with the record as it is
 * afterwards.
 *
 * @param at the time of the asker, in milliseconds since the epoch of time
 */
record MediaUpdate(MediaSession session, long at)
    implements EntryProcessor<String, MediaRecord, MediaRecord> {
  @Serial private static final long serialVersionUID = 1L;

  /** Late messages about an ended call are told so for as long as call-service keeps the call. */
  private static final long ENDED_TTL_MINUTES = 5;

  /** Clears away what was never told to have ended; a live call is told of well within it. */
  private static final long LIVE_TTL_MINUTES = TimeUnit.DAYS.toMinutes(2);

  @Override
  public MediaRecord process(Map.Entry<String, MediaRecord> entry) {
    MediaRecord before = entry.getValue();
    MediaRecord after = MediaRecord.after(before, session, at);
    if (!after.equals(before)) {
      ((ExtendedMapEntry<String, MediaRecord>) entry)
          .setValue(
              after,
              after.session().ended() ? ENDED_TTL_MINUTES : LIVE_TTL_MINUTES,
              TimeUnit.MINUTES);
    }
    return after;
  }

  static final class Serializer implements CompactSerializer<MediaUpdate> {
    @Override
    public MediaUpdate read(CompactReader reader) {
      return new MediaUpdate(reader.readCompact("session"), reader.readInt64("at"));
    }

    @Override
    public void write(CompactWriter writer, MediaUpdate update) {
      writer.writeCompact("session", update.session);
      writer.writeInt64("at", update.at);
    }

    @Override
    public String getTypeName() {
      return "carillon.MediaUpdate";
    }

    @Override
    public Class<MediaUpdate> getCompactClass() {
      return MediaUpdate.class;
    }
  }
}
