package io.carillon.presence.roster;

import java.util.Optional;

/** What this node knows of the sessions that it holds. Safe for use by several threads. */
@FunctionalInterface
public interface LocalSessions {
  /** Whether the session makes its user present; empty if it is not held here. */
  Optional<Boolean> isPresent(String sessionId);
}
