package io.carillon.runtime.session;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.contract.SessionRef;
import java.io.Serial;
import java.util.Map;

/** Changes one of a user's sessions. Answers with the sessions as they were before. */
record SessionUpdate(SessionRef session, Kind kind)
    implements EntryProcessor<String, UserSessions, UserSessions> {
  @Serial private static final long serialVersionUID = 1L;

  enum Kind {
    /** Enters it, in place of an older one of the same device. */
    ENTER,
    /** It is held by another edge now, unless it was replaced. */
    MOVE,
    /** Enters it once more, unless its device has one. */
    RESTATE,
    /** Takes it out if it is still there, at that edge. */
    REMOVE;

    UserSessions apply(UserSessions before, SessionRef session) {
      return switch (this) {
        case ENTER -> before.with(session);
        case MOVE -> before.withId(session.sessionId()).isPresent() ? before.with(session) : before;
        case RESTATE ->
            before.ofDevice(session.deviceId()).isPresent() ? before : before.with(session);
        case REMOVE -> before.without(session);
      };
    }
  }

  @Override
  public UserSessions process(Map.Entry<String, UserSessions> entry) {
    UserSessions before = entry.getValue() == null ? UserSessions.NONE : entry.getValue();
    UserSessions after = kind.apply(before, session);
    if (!after.equals(before)) {
      entry.setValue(after.sessions().isEmpty() ? null : after);
    }
    return before;
  }

  static final class Serializer implements CompactSerializer<SessionUpdate> {
    @Override
    public SessionUpdate read(CompactReader reader) {
      return new SessionUpdate(
          reader.readCompact("session"), Kind.valueOf(reader.readString("kind")));
    }

    @Override
    public void write(CompactWriter writer, SessionUpdate update) {
      writer.writeCompact("session", update.session);
      writer.writeString("kind", update.kind.name());
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
