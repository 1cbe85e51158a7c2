package io.carillon.presence.edge;

import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Delivery;
import io.carillon.protocol.contract.DeliveryOutcome;
import io.carillon.protocol.contract.SessionClaim;
import io.carillon.protocol.contract.SessionHandover;
import io.carillon.protocol.contract.UserRef;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Sessions of this loop that go on at another edge, since their clients resumed there. What is
 * delivered here afterwards, by one who read the directory before, is passed on. Confined to the
 * loop.
 */
final class Handovers {
  /** How long a session's requests and changes may take to settle before it goes. */
  private static final long SETTLE_MS = 1_000;

  /** How long the place where a session was is remembered. */
  private static final long FORWARD_MS = 60_000;

  private static final Future<DeliveryOutcome> ABSENT =
      Future.succeededFuture(new DeliveryOutcome(false));

  private final EdgeLoop loop;
  private final LinkedHashMap<String, Forward> forwards = new LinkedHashMap<>();

  private record Forward(String edge, long until) {}

  Handovers(EdgeLoop loop) {
    this.loop = loop;
  }

  /** Answers another edge. The session leaves in one turn: no event falls between the two. */
  Future<SessionHandover> handOver(SessionClaim claim) {
    Session asked = loop.session(claim.session().sessionId());
    if (asked == null || !mayGo(asked, claim)) {
      return Future.succeededFuture(new SessionHandover.Kept());
    }
    return Future.any(
            Future.join(asked.requestsSettled(), loop.told(asked.id())),
            loop.vertx().timer(SETTLE_MS, TimeUnit.MILLISECONDS))
        .transform(
            settled ->
                Future.succeededFuture(
                    mayGo(asked, claim) ? asked.handOver(claim) : new SessionHandover.Kept()));
  }

  private static boolean mayGo(Session session, SessionClaim claim) {
    UserRef user = claim.session().user();
    return session.accepts(claim.resumeToken(), user, claim.session().deviceId(), claim.lastSeq());
  }

  /** From now on, what comes for a session is passed on. */
  void forward(String sessionId, String edge) {
    forwards.put(sessionId, new Forward(edge, Edge.monotonicMs() + FORWARD_MS));
  }

  /** Passes on what came for a session that is not here; whether it arrived somewhere. */
  Future<DeliveryOutcome> passOn(Delivery delivery) {
    Forward forward = forwards.get(delivery.sessionId());
    return forward == null
        ? ABSENT
        : loop.edge()
            .node()
            .bus()
            .ask(Contract.PRESENCE_DELIVER, forward.edge(), delivery)
            .otherwise(new DeliveryOutcome(false));
  }

  /** Forgets what is too old. */
  void sweep(long now) {
    while (!forwards.isEmpty() && forwards.firstEntry().getValue().until() <= now) {
      forwards.pollFirstEntry();
    }
  }
}
