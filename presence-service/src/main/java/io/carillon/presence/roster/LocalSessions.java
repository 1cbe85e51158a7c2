package io.carillon.presence.roster;

import io.carillon.protocol.contract.SessionStanding;
import java.util.Optional;

/** What this node knows of the sessions that it holds. Safe for use by several threads. */
@FunctionalInterface
public interface LocalSessions {
  /** How the session stands; empty if it is not held here. */
  Optional<SessionStanding> standing(String sessionId);
}
