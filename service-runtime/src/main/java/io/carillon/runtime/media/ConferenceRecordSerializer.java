package io.carillon.runtime.media;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;

final class ConferenceRecordSerializer implements CompactSerializer<ConferenceRecord> {
  @Override
  public ConferenceRecord read(CompactReader reader) {
    return new ConferenceRecord(
        reader.readString("app"),
        reader.readString("callId"),
        reader.readString("owner"),
        reader.readInt64("generation"),
        reader.readString("bridge"),
        reader.readString("meetingId"));
  }

  @Override
  public void write(CompactWriter writer, ConferenceRecord conference) {
    writer.writeString("app", conference.app());
    writer.writeString("callId", conference.callId());
    writer.writeString("owner", conference.owner());
    writer.writeInt64("generation", conference.generation());
    writer.writeString("bridge", conference.bridge());
    writer.writeString("meetingId", conference.meetingId());
  }

  @Override
  public String getTypeName() {
    return "carillon.Conference";
  }

  @Override
  public Class<ConferenceRecord> getCompactClass() {
    return ConferenceRecord.class;
  }
}
