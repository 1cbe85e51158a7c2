package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.call.core.Party;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.view.MediaFlags;

final class PartySerializer implements CompactSerializer<Party> {
  @Override
  public Party read(CompactReader reader) {
    String resumesTo = reader.readString("resumesTo");
    String reason = reader.readString("reason");
    return new Party(
        reader.readString("userId"),
        reader.readCompact("session"),
        reader.readInt32("instance"),
        PartyState.of(reader.readString("state")),
        resumesTo == null ? null : PartyState.of(resumesTo),
        reason == null ? null : EndReason.of(reason),
        new MediaFlags(
            reader.readBoolean("audio"),
            reader.readBoolean("video"),
            reader.readBoolean("screen"),
            reader.readBoolean("hold")),
        reader.readInt64("graceUntil"));
  }

  @Override
  public void write(CompactWriter writer, Party party) {
    writer.writeString("userId", party.userId());
    writer.writeCompact("session", party.session());
    writer.writeInt32("instance", party.instance());
    writer.writeString("state", party.state().code());
    writer.writeString("resumesTo", party.resumesTo() == null ? null : party.resumesTo().code());
    writer.writeString("reason", party.reason() == null ? null : party.reason().code());
    writer.writeBoolean("audio", party.media().audio());
    writer.writeBoolean("video", party.media().video());
    writer.writeBoolean("screen", party.media().screen());
    writer.writeBoolean("hold", party.media().hold());
    writer.writeInt64("graceUntil", party.graceUntil());
  }

  @Override
  public String getTypeName() {
    return "carillon.CallParty";
  }

  @Override
  public Class<Party> getCompactClass() {
    return Party.class;
  }
}
