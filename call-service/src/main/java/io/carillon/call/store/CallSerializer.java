package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.call.core.Call;
import io.carillon.call.core.MediaPath;
import io.carillon.call.core.Party;
import io.carillon.call.core.Told;
import io.carillon.protocol.CallState;
import io.carillon.protocol.Description;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.SdpType;
import io.carillon.protocol.Topology;
import io.carillon.protocol.TopologyWish;
import io.carillon.protocol.view.CallEnd;
import io.carillon.runtime.cluster.LaterFields;
import java.util.List;

/**
 * Reads what an earlier version wrote, too: it kept no answer, no time of the last change, and
 * nothing of a path that was always direct.
 */
final class CallSerializer implements CompactSerializer<Call> {
  @Override
  public Call read(CompactReader reader) {
    LaterFields fields = new LaterFields(reader);
    return new Call(
        reader.readString("app"),
        reader.readString("callId"),
        reader.readInt64("version"),
        MediaKind.of(reader.readString("media")),
        path(reader),
        CallState.of(reader.readString("state")),
        reader.readBoolean("group"),
        reader.readString("room"),
        new DeviceRef(reader.readString("fromUser"), reader.readString("fromDevice")),
        reader.readInt64("createdAt"),
        reader.readInt64("ringTimeoutMs"),
        reader.readInt64("startedAt"),
        reader.readInt64("endedAt"),
        userInfo(reader),
        description(SdpType.OFFER, reader.readString("offer")),
        description(SdpType.ANSWER, fields.text("answer")),
        List.of(reader.readArrayOfCompact("parties", Party.class)),
        List.of(reader.readArrayOfCompact("audience", Told.class)),
        end(reader),
        reader.readString("survivor"),
        reader.readBoolean("recorded"),
        fields.number("changedAt", 0),
        fields.flag("doubtful"),
        reader.readInt64("deadline"));
  }

  @Override
  public void write(CompactWriter writer, Call call) {
    CallEnd end = call.end();
    MediaPath path = call.path();
    writer.writeString("app", call.app());
    writer.writeString("callId", call.callId());
    writer.writeInt64("version", call.version());
    writer.writeInt32("epoch", path.epoch());
    writer.writeString("media", call.media().code());
    writer.writeString("topology", path.topology().code());
    writer.writeString("topologyWish", path.wish().code());
    writer.writeInt64("directAfterMs", path.directAfterMs());
    writer.writeInt64("directAt", path.directAt());
    writer.writeInt64("renewAt", path.renewAt());
    writer.writeString("state", call.state().code());
    writer.writeBoolean("group", call.group());
    writer.writeString("room", call.room());
    writer.writeString("fromUser", call.from().userId());
    writer.writeString("fromDevice", call.from().deviceId());
    writer.writeInt64("createdAt", call.createdAt());
    writer.writeInt64("ringTimeoutMs", call.ringTimeoutMs());
    writer.writeInt64("startedAt", call.startedAt());
    writer.writeInt64("endedAt", call.endedAt());
    writer.writeString("userInfo", call.userInfo() == null ? null : call.userInfo().text());
    writer.writeString("offer", call.offer() == null ? null : call.offer().sdp());
    writer.writeString("answer", call.answer() == null ? null : call.answer().sdp());
    writer.writeArrayOfCompact("parties", call.parties().toArray(Party[]::new));
    writer.writeArrayOfCompact("audience", call.audience().toArray(Told[]::new));
    writer.writeString("endReason", end == null ? null : end.reason().code());
    writer.writeString("endedBy", end == null ? null : end.by());
    writer.writeInt64("durationMs", end == null ? 0 : end.durationMs());
    writer.writeString("survivor", call.survivor());
    writer.writeBoolean("recorded", call.recorded());
    writer.writeInt64("changedAt", call.changedAt());
    writer.writeBoolean("doubtful", call.doubtful());
    writer.writeInt64("deadline", call.deadline());
  }

  @Override
  public String getTypeName() {
    return "carillon.Call";
  }

  @Override
  public Class<Call> getCompactClass() {
    return Call.class;
  }

  private static MediaPath path(CompactReader reader) {
    LaterFields fields = new LaterFields(reader);
    String wish = fields.text("topologyWish");
    return new MediaPath(
        wish == null ? TopologyWish.AUTO : TopologyWish.of(wish),
        Topology.of(reader.readString("topology")),
        reader.readInt32("epoch"),
        fields.number("directAfterMs", 0),
        fields.number("directAt", 0),
        fields.number("renewAt", 0));
  }

  private static RawJson userInfo(CompactReader reader) {
    String text = reader.readString("userInfo");
    return text == null ? null : new RawJson(text);
  }

  private static Description description(SdpType type, String sdp) {
    return sdp == null ? null : new Description(type, sdp);
  }

  private static CallEnd end(CompactReader reader) {
    String reason = reader.readString("endReason");
    return reason == null
        ? null
        : new CallEnd(
            EndReason.of(reason), reader.readString("endedBy"), reader.readInt64("durationMs"));
  }
}
