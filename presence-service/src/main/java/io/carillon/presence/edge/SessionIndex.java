package io.carillon.presence.edge;

import io.carillon.presence.roster.LocalSessions;
import io.carillon.protocol.contract.SessionStanding;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The sessions of this node by their ids, whichever loop they live on. A resume token is the
 * session's id, a dot, and a secret. Safe for use by several threads.
 */
final class SessionIndex implements LocalSessions {
  private static final int RANDOM_BYTES = 16;

  private final ConcurrentMap<String, Session> sessions = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** 128 random bits as text. */
  String newSecret() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  void add(Session session) {
    sessions.put(session.id(), session);
  }

  void remove(Session session) {
    sessions.remove(session.id(), session);
  }

  /** The session that a resume token names; whether its secret is right is for the session. */
  Optional<Session> ofResumeToken(String token) {
    int dot = token.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.ofNullable(sessions.get(token.substring(0, dot)));
  }

  @Override
  public Optional<SessionStanding> standing(String sessionId) {
    return Optional.ofNullable(sessions.get(sessionId)).map(Session::standing);
  }
}
