package io.carillon.presence.edge;

import io.carillon.presence.token.AccessToken;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionClaim;
import io.carillon.protocol.contract.SessionHandover;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.request.SessionRequest;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a session whose client resumes it here from the edge that holds it. It takes what arrives
 * from the moment on at which the other edge lets go of it, and is entered in the directory and
 * known to call-service before its client is answered. Confined to its loop.
 */
final class Relocation {
  private static final Logger log = LoggerFactory.getLogger(Relocation.class);

  private final EdgeLoop loop;
  private final ServiceContext node;

  Relocation(EdgeLoop loop) {
    this.loop = loop;
    this.node = loop.edge().node();
  }

  /** A session that is here now, and what came with it. */
  record Arrived(Session session, SessionHandover.Given given) {}

  /**
   * Fetches it.
   *
   * @return empty if nobody holds such a session, or the one who does not answer, or another one of
   *     its device took its place; never fails
   */
  Future<Optional<Arrived>> fetch(
      SessionRequest.Resume resume, AccessToken token, String deviceId) {
    int dot = resume.token().indexOf('.');
    if (dot < 0) {
      return Future.succeededFuture(Optional.empty());
    }
    String sessionId = resume.token().substring(0, dot);
    return node.sessions()
        .of(token.user())
        .map(user -> user.withId(sessionId).filter(found -> isElsewhere(found, deviceId)))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.<Arrived>empty())
                    : fetch(found.get(), resume, token))
        .otherwise(
            problem -> {
              log.atWarn()
                  .addKeyValue("session", sessionId)
                  .addKeyValue("cause", problem.getMessage())
                  .log("a session was not handed over");
              return Optional.empty();
            });
  }

  private boolean isElsewhere(SessionRef session, String deviceId) {
    return session.deviceId().equals(deviceId)
        && !session.node().equals(node.node())
        && node.nodes().contains(session.node());
  }

  private Future<Optional<Arrived>> fetch(
      SessionRef there, SessionRequest.Resume resume, AccessToken token) {
    SessionRef here =
        new SessionRef(
            there.app(),
            there.userId(),
            there.deviceId(),
            there.sessionId(),
            loop.address(),
            token.publish());
    String secret = resume.token().substring(there.sessionId().length() + 1);
    Session session = new Session(loop, here, secret, token);
    loop.add(session);
    return claim(there, resume)
        .compose(
            answer ->
                answer instanceof SessionHandover.Given given
                    ? enter(new Arrived(session, given))
                    : Future.succeededFuture(Optional.<Arrived>empty()))
        .onComplete(
            done -> {
              if (done.failed() || done.result().isEmpty()) {
                session.discard();
              }
            });
  }

  private Future<SessionHandover> claim(SessionRef there, SessionRequest.Resume resume) {
    String place = Contract.PRESENCE_DELIVER.placeOf(there.edge());
    return node.bus()
        .ask(
            Contract.PRESENCE_HANDOVER,
            Contract.PRESENCE_HANDOVER.addressAt(place),
            new SessionClaim(there, resume.token(), resume.lastSeq(), loop.address()));
  }

  private Future<Optional<Arrived>> enter(Arrived arrived) {
    Session session = arrived.session();
    return loop.edge()
        .helloPatience()
        .on(() -> node.sessions().move(session.ref()))
        .map(
            stands -> {
              if (!stands) {
                return Optional.empty();
              }
              loop.tell(new SessionChange.Resumed(session.ref()));
              if (arrived.given().absent()) {
                loop.edge().attendance().arrived(session.user(), loop.edge().wallMs());
              }
              return Optional.of(arrived);
            });
  }
}
