package io.carillon.presence.edge;

import io.carillon.presence.roster.Attendance;
import io.carillon.presence.token.AccessToken;
import io.carillon.protocol.CloseCode;
import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionOrder;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.request.SessionRequest;
import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.EndedCall;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a hello: the token is checked, then an older session is resumed or a new one opened.
 * A new session is entered in the directory before call-service is asked about its user's calls, so
 * that no invitation slips between. Confined to its loop.
 */
final class SignIn {
  private static final Logger log = LoggerFactory.getLogger(SignIn.class);

  private final EdgeLoop loop;
  private final Edge edge;
  private final Relocation relocation;

  SignIn(EdgeLoop loop) {
    this.loop = loop;
    this.edge = loop.edge();
    this.relocation = new Relocation(loop);
  }

  /** The data of the reply to hello; the last three are absent on a resume. */
  private record Welcomed(
      String userId,
      String deviceId,
      String sessionId,
      boolean resumed,
      String resumeToken,
      long resumeTtlMs,
      long serverTime,
      long pingIntervalMs,
      List<CallView> calls,
      List<EndedCall> recentlyEnded,
      Integer missedCalls) {}

  /** Carries out a hello; the socket gets its reply. */
  void begin(EdgeSocket socket, Envelope.Request request) {
    long waitMs = edge.helloLimits().take(socket.remoteAddress());
    if (waitMs > 0) {
      refuse(
          socket,
          request.id(),
          new ProtocolException(ErrorCode.RATE_LIMITED, "too many hellos from here", waitMs),
          CloseCode.TOO_SLOW);
      return;
    }
    SessionRequest.Hello hello;
    try {
      hello = Json.decode(request.data(), SessionRequest.Hello.class);
    } catch (ProtocolException flawed) {
      refuse(socket, request.id(), flawed, CloseCode.TOKEN);
      return;
    }
    long delayMs;
    try {
      delayMs =
          edge.helloTokens()
              .delay(socket.remoteAddress(), hello.token(), edge.settings().signInTimeout());
    } catch (ProtocolException tooLong) {
      edge.metrics().helloDelayed(false);
      refuse(socket, request.id(), tooLong, CloseCode.TOO_SLOW);
      return;
    }
    if (delayMs == 0) {
      verify(socket, request.id(), hello);
    } else {
      edge.metrics().helloDelayed(true);
      socket.delaySignIn(delayMs);
      loop.vertx().setTimer(delayMs, turn -> verify(socket, request.id(), hello));
    }
  }

  /** A token whose client did not wait for its turn is not looked at. */
  private void verify(EdgeSocket socket, String requestId, SessionRequest.Hello hello) {
    if (socket.isSigningIn()) {
      edge.helloTokens()
          .verify(socket.remoteAddress(), hello.token())
          .map(token -> checkDevice(token, hello.device().id()))
          .onSuccess(token -> resumeOrOpen(socket, requestId, hello, token))
          .onFailure(problem -> refuse(socket, requestId, problem));
    }
  }

  private static AccessToken checkDevice(AccessToken token, String deviceId) {
    if (token.deviceId() != null && !token.deviceId().equals(deviceId)) {
      throw new ProtocolException(ErrorCode.TOKEN_INVALID, "the token is bound to another device");
    }
    return token;
  }

  private void resumeOrOpen(
      EdgeSocket socket, String requestId, SessionRequest.Hello hello, AccessToken token) {
    SessionRequest.Resume resume = hello.resume();
    if (resume == null) {
      open(socket, requestId, hello.device().id(), token);
      return;
    }
    Optional<Session> found = edge.index().ofResumeToken(resume.token());
    if (found.isEmpty()) {
      relocate(socket, requestId, hello, token);
      return;
    }
    Session session = found.get();
    session
        .home()
        .run(
            () -> {
              boolean goesOn =
                  session.accepts(
                      resume.token(), token.user(), hello.device().id(), resume.lastSeq());
              edge.metrics().resumed(goesOn);
              if (goesOn) {
                edge.metrics().helloOk();
                session.resume(socket, token, resumedReply(requestId, session), resume.lastSeq());
                loop.run(() -> socket.signedIn(session, token));
              } else {
                loop.run(() -> open(socket, requestId, hello.device().id(), token));
              }
            });
  }

  /** The session may be held by another node. */
  private void relocate(
      EdgeSocket socket, String requestId, SessionRequest.Hello hello, AccessToken token) {
    relocation
        .fetch(hello.resume(), token, hello.device().id())
        .onSuccess(
            found -> {
              edge.metrics().resumed(found.isPresent());
              if (found.isEmpty()) {
                open(socket, requestId, hello.device().id(), token);
                return;
              }
              edge.metrics().helloOk();
              Session session = found.get().session();
              session.begin(socket, resumedReply(requestId, session), found.get().given());
              socket.signedIn(session, token);
            });
  }

  private void open(EdgeSocket socket, String requestId, String deviceId, AccessToken token) {
    SessionRef ref =
        new SessionRef(
            token.user().app(),
            token.user().userId(),
            deviceId,
            edge.index().newSecret(),
            loop.address(),
            token.publish());
    Session session = new Session(loop, ref, edge.index().newSecret(), token);
    loop.add(session);
    Future<Optional<SessionRef>> registered =
        edge.helloPatience().on(() -> edge.node().sessions().register(ref));
    registered
        .compose(
            older -> {
              edge.attendance().arrived(token.user(), edge.wallMs());
              return older
                  .map(this::sendAway)
                  .orElseGet(Future::succeededFuture)
                  .compose(
                      gone ->
                          edge.helloPatience().on(() -> loop.ask(new SessionChange.Opened(ref))))
                  // Should it have got a part all the same, the grace of that part begins.
                  .onSuccess(opened -> older.ifPresent(o -> loop.tell(new SessionChange.Lost(o))));
            })
        .onSuccess(snapshot -> begin(socket, requestId, session, token, snapshot))
        .onFailure(
            problem -> {
              session.abandon();
              if (registered.succeeded()) {
                // What it was to take over may still be in the hands of the one it replaced.
                registered.result().ifPresent(older -> loop.tell(new SessionChange.Lost(older)));
              }
              log.atWarn().addKeyValue("cause", problem.toString()).log("a session was not opened");
              refuse(
                  socket,
                  requestId,
                  problem instanceof ProtocolException refusal
                          && refusal.code() == ErrorCode.RATE_LIMITED
                      ? refusal
                      : new ProtocolException(
                          ErrorCode.UNAVAILABLE, "no session can be opened now"));
            });
  }

  private void begin(
      EdgeSocket socket,
      String requestId,
      Session session,
      AccessToken token,
      SessionSnapshot snapshot) {
    if (session.isGone()) {
      // Call-service may have heard of the two sessions in the other order.
      loop.tell(new SessionChange.Lost(session.ref()));
      refuse(
          socket,
          requestId,
          new ProtocolException(ErrorCode.INVALID_STATE, "the same device said hello once more"),
          CloseCode.REPLACED);
      return;
    }
    edge.metrics().helloOk();
    session.begin(socket, openedReply(requestId, session, snapshot), snapshot);
    socket.signedIn(session, token);
  }

  /** Completes when the older session's edge has let go of it; never fails. */
  private Future<Void> sendAway(SessionRef older) {
    return edge.node()
        .bus()
        .ask(
            Contract.PRESENCE_SESSION,
            Attendance.addressOf(older),
            new SessionOrder.Replaced(older))
        .onFailure(
            problem ->
                log.atDebug()
                    .addKeyValue("session", older.sessionId())
                    .log("the edge of a replaced session does not answer"))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private String openedReply(String id, Session session, SessionSnapshot snapshot) {
    return reply(
        id, session, false, snapshot.calls(), snapshot.recentlyEnded(), snapshot.missedCalls());
  }

  private String resumedReply(String id, Session session) {
    return reply(id, session, true, null, null, null);
  }

  private String reply(
      String id,
      Session session,
      boolean resumed,
      List<CallView> calls,
      List<EndedCall> recentlyEnded,
      Integer missedCalls) {
    return Frames.ok(
        id,
        Json.encode(
            new Welcomed(
                session.user().userId(),
                session.ref().deviceId(),
                session.id(),
                resumed,
                session.resumeToken(),
                edge.settings().resumeTtl(),
                edge.wallMs(),
                edge.settings().pingInterval(),
                calls,
                recentlyEnded,
                missedCalls)));
  }

  /** A token that is refused ends the socket; what is only not possible now may be tried again. */
  private void refuse(EdgeSocket socket, String id, Throwable problem) {
    if (problem instanceof ProtocolException refusal) {
      refuse(socket, id, refusal, refusal.code().retryable() ? null : CloseCode.TOKEN);
    } else {
      log.error("a hello failed", problem);
      refuse(
          socket,
          id,
          new ProtocolException(ErrorCode.INTERNAL, "the server failed to carry this out"),
          null);
    }
  }

  private void refuse(EdgeSocket socket, String id, ProtocolException refusal, CloseCode close) {
    edge.metrics().helloRefused(refusal.code());
    ErrorBody error = refusal.body();
    socket.send(Frames.error(id, Json.encode(error)));
    if (close == null) {
      socket.stillFresh();
    } else {
      socket.close(close);
    }
  }
}
