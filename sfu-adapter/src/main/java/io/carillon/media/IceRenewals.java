package io.carillon.media;

import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.session.SessionDelivery;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends new credentials to the sessions that asked for some, at three quarters of their time.
 * Forgets a session that is gone. Safe for use by several threads.
 */
final class IceRenewals {
  /** Beyond so many sessions a client must ask again itself: it knows when its own expire. */
  static final int MAX_SESSIONS = 50_000;

  private record Due(SessionRef session, long at) {}

  private final Map<String, Due> sessions = new ConcurrentHashMap<>();
  private final IceServerList servers;
  private final SessionDelivery delivery;
  private final Clock clock;
  private final Duration period;

  /** Renews credentials that are good for {@code ttl}. */
  IceRenewals(IceServerList servers, SessionDelivery delivery, Clock clock, Duration ttl) {
    this.servers = servers;
    this.delivery = delivery;
    this.clock = clock;
    this.period = ttl.multipliedBy(3).dividedBy(4);
  }

  /**
   * How often {@link #sweep} should run, in milliseconds: an eighth of the period, 30 s at most.
   */
  long sweepIntervalMs() {
    return Math.clamp(period.toMillis() / 8, 1, 30_000);
  }

  /** A session has just got credentials. */
  void handedOut(SessionRef session) {
    if (servers.expires()
        && (sessions.size() < MAX_SESSIONS || sessions.containsKey(session.sessionId()))) {
      sessions.put(session.sessionId(), new Due(session, clock.millis() + period.toMillis()));
    }
  }

  /** How many sessions are looked after. */
  int size() {
    return sessions.size();
  }

  /** Sends what is due. */
  void sweep() {
    long now = clock.millis();
    sessions.forEach(
        (sessionId, due) -> {
          if (due.at() <= now) {
            renew(sessionId, due, new Due(due.session(), now + period.toMillis()));
          }
        });
  }

  private void renew(String sessionId, Due due, Due next) {
    if (sessions.replace(sessionId, due, next)) {
      delivery
          .deliver(next.session(), Notice.of(servers.of(next.session().user())))
          .onSuccess(
              delivered -> {
                if (!delivered) {
                  sessions.remove(sessionId, next);
                }
              });
    }
  }
}
