package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.call.core.Party;
import io.carillon.call.core.Restraint;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;
import io.carillon.runtime.cluster.LaterFields;

/** The parts of a party are written flat: a part that is not there has a time of 0. */
final class PartySerializer implements CompactSerializer<Party> {
  @Override
  public Party read(CompactReader reader) {
    String reason = reader.readString("reason");
    return new Party(
        reader.readString("userId"),
        reader.readCompact("session"),
        reader.readInt32("instance"),
        PartyState.of(reader.readString("state")),
        reason == null ? null : EndReason.of(reason),
        new MediaFlags(
            reader.readBoolean("audio"),
            reader.readBoolean("video"),
            reader.readBoolean("screen"),
            reader.readBoolean("hold")),
        absence(reader),
        ring(reader),
        handover(reader),
        reader.readString("invitedBy"),
        reader.readBoolean("unaware"),
        reader.readInt64("joinedAt"),
        reader.readInt64("leftAt"),
        restraint(new LaterFields(reader)));
  }

  /** A node of an earlier version keeps nobody from anything. */
  private static Restraint restraint(LaterFields fields) {
    return new Restraint(
        new Tracks(
            fields.flag("mutedAudio"), fields.flag("mutedVideo"), fields.flag("mutedScreen")),
        fields.flag("barred"));
  }

  @Override
  public void write(CompactWriter writer, Party party) {
    Party.Absence absence = party.absence();
    Party.Ring ring = party.ring();
    Party.Pretence pretence = ring == null ? null : ring.pretence();
    Party.Handover handover = party.handover();
    writer.writeString("userId", party.userId());
    writer.writeCompact("session", party.session());
    writer.writeInt32("instance", party.instance());
    writer.writeString("state", party.state().code());
    writer.writeString("reason", party.reason() == null ? null : party.reason().code());
    writer.writeBoolean("audio", party.media().audio());
    writer.writeBoolean("video", party.media().video());
    writer.writeBoolean("screen", party.media().screen());
    writer.writeBoolean("hold", party.media().hold());
    writer.writeString("resumesTo", absence == null ? null : absence.resumesTo().code());
    writer.writeInt64("graceUntil", absence == null ? 0 : absence.until());
    writer.writeBoolean("ringTold", ring != null && ring.told());
    writer.writeInt64("ringUntil", ring == null ? 0 : ring.until());
    writer.writeString("pretendDevice", pretence == null ? null : pretence.deviceId());
    writer.writeInt64("pretendAt", pretence == null ? 0 : pretence.at());
    writer.writeCompact("handoverTo", handover == null ? null : handover.to());
    writer.writeInt64("handoverUntil", handover == null ? 0 : handover.until());
    writer.writeString("invitedBy", party.invitedBy());
    writer.writeBoolean("unaware", party.unaware());
    writer.writeInt64("joinedAt", party.joinedAt());
    writer.writeInt64("leftAt", party.leftAt());
    Tracks muted = party.restraint().muted();
    writer.writeBoolean("mutedAudio", muted.audio());
    writer.writeBoolean("mutedVideo", muted.video());
    writer.writeBoolean("mutedScreen", muted.screen());
    writer.writeBoolean("barred", party.restraint().barred());
  }

  private static Party.Absence absence(CompactReader reader) {
    String resumesTo = reader.readString("resumesTo");
    return resumesTo == null
        ? null
        : new Party.Absence(PartyState.of(resumesTo), reader.readInt64("graceUntil"));
  }

  private static Party.Ring ring(CompactReader reader) {
    long until = reader.readInt64("ringUntil");
    if (until == 0) {
      return null;
    }
    long pretendAt = reader.readInt64("pretendAt");
    Party.Pretence pretence =
        pretendAt == 0 ? null : new Party.Pretence(reader.readString("pretendDevice"), pretendAt);
    return new Party.Ring(reader.readBoolean("ringTold"), until, pretence);
  }

  private static Party.Handover handover(CompactReader reader) {
    SessionRef to = reader.readCompact("handoverTo");
    return to == null ? null : new Party.Handover(to, reader.readInt64("handoverUntil"));
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
