package io.carillon.presence.edge;

import io.carillon.presence.token.AccessToken;
import io.carillon.protocol.CloseCode;
import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionHandover.KeptReply;
import io.carillon.protocol.request.RequestType;
import io.carillon.protocol.request.SessionRequest;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The requests of one session: each is carried out once and answered each time that it is sent, and
 * those about one call one after the other. Confined to the session's loop.
 */
final class Requests {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);
  private static final Set<String> ENTERING = Set.of("call.invite", "call.accept", "call.join");
  private static final String ENDED = "\"state\":\"ended\"";
  private static final long BUSY_RETRY_MS = 100;
  private static final long UNAVAILABLE_RETRY_MS = 1_000;

  private final Session session;
  private final Edge edge;
  private final ReplyCache replies = new ReplyCache();
  private final ServiceDesk services;
  private final TokenBucket allowance;

  private final Withheld withheld = new Withheld();
  private int inFlight;

  Requests(Session session) {
    this.session = session;
    this.edge = session.home().edge();
    EdgeSettings settings = edge.settings();
    this.services = new ServiceDesk(session);
    this.allowance =
        new TokenBucket(
            settings.requestsPerSecond(),
            settings.requestBurst(),
            settings.requestBurst(),
            Edge.monotonicMs());
  }

  void handle(EdgeSocket from, Envelope.Request request) {
    long now = Edge.monotonicMs();
    RequestFamily family = RequestFamily.of(request.type());
    edge.metrics().requested(family);
    long waitMs = allowance.take(now);
    if (allowance.isExhausted()) {
      from.close(CloseCode.TOO_SLOW);
    } else if (waitMs > 0) {
      refuse(from, request.id(), tooMany("too many requests", waitMs));
    } else if (request.type().equals("ping")) {
      from.send(Frames.ok(request.id(), RawJson.EMPTY_OBJECT.text()));
    } else if (!isRepeated(from, request.id())) {
      begin(from, request, family, now);
    }
  }

  /** Refuses what is no request that could be carried out; it costs as much as one. */
  void refuseCharged(EdgeSocket from, String id, ProtocolException refusal) {
    long waitMs = allowance.take(Edge.monotonicMs());
    if (allowance.isExhausted()) {
      from.close(CloseCode.TOO_SLOW);
    } else {
      refuse(from, id, waitMs > 0 ? tooMany("too many requests", waitMs) : refusal);
    }
  }

  /** An ack that acknowledges nothing, or a WebSocket ping, costs as much as a request. */
  void chargeIdle(EdgeSocket from) {
    allowance.take(Edge.monotonicMs());
    if (allowance.isExhausted()) {
      from.close(CloseCode.TOO_SLOW);
    }
  }

  /** Forgets old replies; returns whether nothing is left to be remembered. */
  boolean tidy(long now) {
    replies.evict(now);
    return inFlight == 0 && replies.isEmpty() && allowance.isFull(now);
  }

  /** Completes once the requests about calls and media that came before now have been answered. */
  Future<?> settled() {
    return services.settled();
  }

  private static boolean isAboutCall(Envelope.Request request, RequestFamily family) {
    return family == RequestFamily.CALL && request.callId() != null;
  }

  /** The replies that are remembered. */
  List<KeptReply> kept() {
    return replies.kept();
  }

  /** Takes over replies that another edge gave. */
  void restore(List<KeptReply> kept) {
    replies.restore(kept, Edge.monotonicMs());
  }

  /** The events that wait for replies; they wait no more. */
  List<Notice> release() {
    return withheld.release();
  }

  /** Takes an event that has to wait for a reply; returns whether it does. */
  boolean withholds(Notice notice) {
    return withheld.takes(notice);
  }

  private boolean isRepeated(EdgeSocket from, String id) {
    ReplyCache.Entry known = replies.find(id);
    if (known == null) {
      return false;
    }
    edge.metrics().repeated();
    if (known.isSettled()) {
      from.send(frame(id, known.isOk(), known.json()));
    } else {
      known.askAgain(from);
    }
    return true;
  }

  private void begin(EdgeSocket from, Envelope.Request request, RequestFamily family, long now) {
    ProtocolException refusal = refusal(request, family);
    if (refusal != null) {
      refuse(from, request.id(), refusal);
    } else if (request.type().equals("bye")) {
      from.send(Frames.ok(request.id(), RawJson.EMPTY_OBJECT.text()));
      session.bye();
    } else {
      ReplyCache.Entry entry = replies.open(request.id(), from, now);
      inFlight++;
      if (isAboutCall(request, family)) {
        withheld.begin(request.callId());
      }
      carryOut(request, family)
          .onComplete(
              done ->
                  settle(
                      request,
                      family,
                      entry,
                      done.succeeded() ? done.result() : refused(request, done.cause())));
    }
  }

  private ProtocolException refusal(Envelope.Request request, RequestFamily family) {
    if (family == RequestFamily.OTHER
        || (family == RequestFamily.SESSION && RequestType.of(request.type()).isEmpty())) {
      return new ProtocolException(ErrorCode.UNKNOWN_TYPE, "no request of this type");
    }
    if (family.grant() != null && !session.allows(family.grant())) {
      return new ProtocolException(
          ErrorCode.FORBIDDEN, "the token does not grant " + family.grant().code());
    }
    return inFlight < edge.settings().requestsInFlight()
        ? null
        : tooMany("too many requests under way", BUSY_RETRY_MS);
  }

  private static ProtocolException tooMany(String problem, long retryAfterMs) {
    return new ProtocolException(ErrorCode.RATE_LIMITED, problem, retryAfterMs);
  }

  private Future<ServiceReply> carryOut(Envelope.Request request, RequestFamily family) {
    try {
      if (family == RequestFamily.SESSION) {
        return refreshToken(request.data());
      }
      if (family == RequestFamily.PRESENCE) {
        return session.home().roster().handle(session, request.type(), request.data());
      }
      return services.ask(family, request);
    } catch (RuntimeException problem) {
      return Future.failedFuture(problem);
    }
  }

  /** The answer to a request that failed; what nobody expected is for the log. */
  private static ServiceReply refused(Envelope.Request request, Throwable problem) {
    if (!(problem instanceof ProtocolException)) {
      LoggingEventBuilder event = log.atError().addKeyValue("type", request.type());
      if (request.callId() != null) {
        event = event.addKeyValue("callId", request.callId());
      }
      event.setCause(problem).log("a request failed");
    }
    return ServiceReply.refused(problem);
  }

  private Future<ServiceReply> refreshToken(RawJson data) {
    SessionRequest.TokenRefresh refresh = Json.decode(data, SessionRequest.TokenRefresh.class);
    return edge.tokens()
        .verify(refresh.token())
        .map(
            token -> {
              checkSameHolder(token);
              session.renew(token);
              return ServiceReply.OK;
            });
  }

  private void checkSameHolder(AccessToken token) {
    boolean sameDevice =
        token.deviceId() == null || token.deviceId().equals(session.ref().deviceId());
    if (!token.user().equals(session.user()) || !sameDevice) {
      throw new ProtocolException(
          ErrorCode.TOKEN_INVALID, "the token is of another user or device");
    }
  }

  private void settle(
      Envelope.Request request, RequestFamily family, ReplyCache.Entry entry, ServiceReply reply) {
    String id = request.id();
    inFlight--;
    EdgeSocket asker = entry.asker();
    int times = entry.times();
    switch (reply) {
      case ServiceReply.Done done -> {
        replies.settle(entry, true, done.data().text());
        if (ENTERING.contains(request.type())) {
          enter(done.data().text());
        }
        answer(asker, times, frame(id, true, done.data().text()));
        follow(request, family, done.notices());
        noteShown(done.data().text());
      }
      case ServiceReply.Refused refused -> {
        ErrorBody error = withAdvice(refused.error());
        String json = Json.encode(error);
        if (error.retryable()) {
          replies.forget(id);
        } else {
          replies.settle(entry, false, json);
        }
        edge.metrics().errorReplied(error.code());
        answer(asker, times, frame(id, false, json));
        follow(request, family, List.of());
      }
    }
  }

  /** The reply shows the call of which the session is a party from now on. */
  private void enter(String reply) {
    String callId = CallStamp.callId(reply);
    if (callId != null && !reply.contains(ENDED)) {
      session.latestTold().toldAnew(callId);
    }
  }

  /** What waited for the reply may be older than what it shows, and has gone out by now. */
  private void noteShown(String reply) {
    String callId = CallStamp.callId(reply);
    if (callId == null || reply.contains(ENDED)) {
      return;
    }
    long version = CallStamp.version(callId, reply);
    if (version != Long.MAX_VALUE) {
      session.latestTold().shownInReply(callId, version);
    }
  }

  /** Who was told {@code unavailable} is to wait: there was no lack of trying here. */
  private static ErrorBody withAdvice(ErrorBody error) {
    return error.code() == ErrorCode.UNAVAILABLE && error.retryAfterMs() == null
        ? new ErrorBody(error.code(), error.message(), true, UNAVAILABLE_RETRY_MS, error.details())
        : error;
  }

  /** What comes after a reply: the events that came with it, and those that waited for it. */
  private void follow(Envelope.Request request, RequestFamily family, List<Notice> own) {
    List<Notice> events = isAboutCall(request, family) ? withheld.end(request.callId(), own) : own;
    events.forEach(session::emitIfLive);
  }

  private static void answer(EdgeSocket asker, int times, String frame) {
    for (int i = 0; i < times; i++) {
      asker.send(frame);
    }
  }

  private void refuse(EdgeSocket from, String id, ProtocolException refusal) {
    edge.metrics().errorReplied(refusal.code());
    from.send(Frames.error(id, Json.encode(refusal.body())));
  }

  private static String frame(String id, boolean ok, String json) {
    return ok ? Frames.ok(id, json) : Frames.error(id, json);
  }
}
