package io.carillon.runtime.session;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.contract.SessionRef;
import java.util.List;

final class UserSessionsSerializer implements CompactSerializer<UserSessions> {
  @Override
  public UserSessions read(CompactReader reader) {
    return new UserSessions(List.of(reader.readArrayOfCompact("sessions", SessionRef.class)));
  }

  @Override
  public void write(CompactWriter writer, UserSessions user) {
    writer.writeArrayOfCompact("sessions", user.sessions().toArray(SessionRef[]::new));
  }

  @Override
  public String getTypeName() {
    return "carillon.UserSessions";
  }

  @Override
  public Class<UserSessions> getCompactClass() {
    return UserSessions.class;
  }
}
