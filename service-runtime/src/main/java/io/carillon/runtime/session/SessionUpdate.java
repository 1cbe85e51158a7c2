package io.carillon.runtime.session;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.contract.SessionRef;
import java.io.Serial;
import java.util.Map;

/**
 * Adds a session, in place of an older one of the same device, or removes one if it is still there.
 * Answers with the sessions as they were before.
 */
record SessionUpdate(SessionRef session, boolean remove)
    implements EntryProcessor<String, UserSessions, UserSessions> {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public UserSessions process(Map.Entry<String, UserSessions> entry) {
    UserSessions before = entry.getValue() == null ? UserSessions.NONE : entry.getValue();
    UserSessions after = remove ? before.without(session.sessionId()) : before.with(session);
    if (!after.equals(before)) {
      entry.setValue(after.sessions().isEmpty() ? null : after);
    }
    return before;
  }

  static final class Serializer implements CompactSerializer<SessionUpdate> {
    @Override
    public SessionUpdate read(CompactReader reader) {
      return new SessionUpdate(reader.readCompact("session"), reader.readBoolean("remove"));
    }

    @Override
    public void write(CompactWriter writer, SessionUpdate update) {
      writer.writeCompact("session", update.session);
      writer.writeBoolean("remove", update.remove);
    }

    @Override
    public String getTypeName() {
      return "carillon.SessionUpdate";
    }

    @Override
    public Class<SessionUpdate> getCompactClass() {
      return SessionUpdate.class;
    }
  }
}
