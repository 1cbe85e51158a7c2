package io.carillon.runtime.session;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.contract.SessionRef;

/** The stored form of a session reference; used by every map that holds one. */
public final class SessionRefSerializer implements CompactSerializer<SessionRef> {
  @Override
  public SessionRef read(CompactReader reader) {
    return new SessionRef(
        reader.readString("app"),
        reader.readString("userId"),
        reader.readString("deviceId"),
        reader.readString("sessionId"),
        reader.readString("edge"));
  }

  @Override
  public void write(CompactWriter writer, SessionRef session) {
    writer.writeString("app", session.app());
    writer.writeString("userId", session.userId());
    writer.writeString("deviceId", session.deviceId());
    writer.writeString("sessionId", session.sessionId());
    writer.writeString("edge", session.edge());
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
