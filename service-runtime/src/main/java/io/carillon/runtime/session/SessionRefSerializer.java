package io.carillon.runtime.session;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.Tracks;
import io.carillon.runtime.cluster.LaterFields;

/** The stored form of a session reference; used by every map that holds one. */
public final class SessionRefSerializer implements CompactSerializer<SessionRef> {
  @Override
  public SessionRef read(CompactReader reader) {
    return new SessionRef(
        reader.readString("app"),
        reader.readString("userId"),
        reader.readString("deviceId"),
        reader.readString("sessionId"),
        reader.readString("edge"),
        publish(new LaterFields(reader).text("publish")));
  }

  /** A letter for each track; null for everything, as a node of an earlier version has it. */
  private static Tracks publish(String letters) {
    return letters == null
        ? null
        : new Tracks(letters.contains("a"), letters.contains("v"), letters.contains("s"));
  }

  private static String letters(Tracks publish) {
    return publish == null
        ? null
        : (publish.audio() ? "a" : "")
            + (publish.video() ? "v" : "")
            + (publish.screen() ? "s" : "");
  }

  @Override
  public void write(CompactWriter writer, SessionRef session) {
    writer.writeString("app", session.app());
    writer.writeString("userId", session.userId());
    writer.writeString("deviceId", session.deviceId());
    writer.writeString("sessionId", session.sessionId());
    writer.writeString("edge", session.edge());
    writer.writeString("publish", letters(session.publish()));
  }

  @Override
  public String getTypeName() {
    return "carillon.SessionRef";
  }

  @Override
  public Class<SessionRef> getCompactClass() {
    return SessionRef.class;
  }
}
