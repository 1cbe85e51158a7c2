package io.carillon.protocol.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/**
 * What one edge asks of another about a session that the other holds. Answered with a {@link
 * SessionStanding}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionOrder.Replaced.class, name = "replaced"),
  @JsonSubTypes.Type(value = SessionOrder.Probe.class, name = "probe")
})
public sealed interface SessionOrder {
  /** The session that it is about. */
  SessionRef session();

  /** The same device opened a newer session: this one's socket closes and it is forgotten. */
  record Replaced(SessionRef session) implements SessionOrder {
    public Replaced {
      Objects.requireNonNull(session);
    }
  }

  /** Asks whether the session makes its user present. */
  record Probe(SessionRef session) implements SessionOrder {
    public Probe {
      Objects.requireNonNull(session);
    }
  }
}
