package io.carillon.runtime.session;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import com.hazelcast.query.Predicate;
import io.carillon.protocol.contract.SessionRef;
import java.io.Serial;
import java.util.Map;
import java.util.Set;

/** The users of whom a session is at none of those nodes. */
record Elsewhere(Set<String> nodes) implements Predicate<String, UserSessions> {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public boolean apply(Map.Entry<String, UserSessions> entry) {
    return entry.getValue().sessions().stream().anyMatch(this::has);
  }

  boolean has(SessionRef session) {
    return !nodes.contains(session.node());
  }

  static final class Serializer implements CompactSerializer<Elsewhere> {
    @Override
    public Elsewhere read(CompactReader reader) {
      return new Elsewhere(Set.of(reader.readArrayOfString("nodes")));
    }

    @Override
    public void write(CompactWriter writer, Elsewhere elsewhere) {
      writer.writeArrayOfString("nodes", elsewhere.nodes.toArray(String[]::new));
    }

    @Override
    public String getTypeName() {
      return "carillon.SessionsElsewhere";
    }

    @Override
    public Class<Elsewhere> getCompactClass() {
      return Elsewhere.class;
    }
  }
}
