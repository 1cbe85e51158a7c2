package io.carillon.protocol.contract;

import java.util.Objects;

/**
 * A client resumes its session at another edge than the one that holds it: that one is to hand it
 * over.
 *
 * @param session as it stands in the directory
 * @param resumeToken what the client showed
 * @param lastSeq the last event that the client has seen
 * @param edge the event-bus address of the new edge, which takes what arrives from now on
 */
public record SessionClaim(SessionRef session, String resumeToken, long lastSeq, String edge) {
  public SessionClaim {
    Objects.requireNonNull(session);
    Objects.requireNonNull(resumeToken);
    Objects.requireNonNull(edge);
  }
}
