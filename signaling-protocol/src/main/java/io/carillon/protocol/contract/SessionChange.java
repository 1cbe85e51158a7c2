package io.carillon.protocol.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What the edge tells call-service about a session. {@link Opened} and {@link Restated} are
 * answered with a {@link SessionSnapshot}, the others with an empty one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionChange.Opened.class, name = "opened"),
  @JsonSubTypes.Type(value = SessionChange.Lost.class, name = "lost"),
  @JsonSubTypes.Type(value = SessionChange.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = SessionChange.Restated.class, name = "restated"),
  @JsonSubTypes.Type(value = SessionChange.Closed.class, name = "closed")
})
public sealed interface SessionChange {
  /** The session that it is about. */
  SessionRef session();

  /**
   * A new session, already registered in the directory. It takes over what an older session of the
   * same device has in live calls, and is told of every invitation to its user.
   */
  record Opened(SessionRef session) implements SessionChange {}

  /** The socket dropped; the session waits to be resumed and the grace of its parties begins. */
  record Lost(SessionRef session) implements SessionChange {}

  /** A socket took the session up again. */
  record Resumed(SessionRef session) implements SessionChange {}

  /**
   * A session that has its socket, at an edge that was cut off: what was sent to it meanwhile may
   * be lost. Answered with notices that tell how each of its user's calls stands, those that have
   * ended lately included.
   */
  record Restated(SessionRef session) implements SessionChange {}

  /** The client said {@code bye}: its device leaves its calls. */
  record Closed(SessionRef session) implements SessionChange {}
}
