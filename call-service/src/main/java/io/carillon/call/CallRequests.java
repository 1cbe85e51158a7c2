package io.carillon.call;

import io.carillon.call.core.CallCommand;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.request.CallRequest;
import io.carillon.protocol.request.MediaRequest;
import io.carillon.protocol.request.Request;
import io.carillon.protocol.request.RequestType;
import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.MediaFlags;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what clients ask: decodes, has it carried out, encodes. */
final class CallRequests {
  private static final Logger log = LoggerFactory.getLogger(CallRequests.class);

  private final Switchboard switchboard;
  private final Invitations invitations;
  private final SessionCalls sessions;
  private final CallMetrics metrics;
  private final Clock clock;

  CallRequests(
      Switchboard switchboard,
      Invitations invitations,
      SessionCalls sessions,
      CallMetrics metrics,
      Clock clock) {
    this.switchboard = switchboard;
    this.invitations = invitations;
    this.sessions = sessions;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Answers a request; a refusal is an answer too, so the future never fails. */
  Future<ServiceReply> answer(ClientRequest request) {
    Future<ServiceReply> reply;
    try {
      reply =
          request.type().startsWith("media.")
              ? answer(request.from(), decode(request, MediaRequest.class))
              : answer(request.from(), decode(request, CallRequest.class));
    } catch (RuntimeException problem) {
      reply = Future.failedFuture(problem);
    }
    return reply.otherwise(this::refused);
  }

  private Future<ServiceReply> answer(SessionRef from, CallRequest request) {
    return switch (request) {
      case CallRequest.Invite invite -> invitations.invite(from, invite).map(this::view);
      case CallRequest.Ringing ringing ->
          run(ringing.callId(), new CallCommand.Ringing(from, now())).map(this::done);
      case CallRequest.Accept accept ->
          run(
                  accept.callId(),
                  new CallCommand.Accept(from, accept.userInfo(), accept.description(), now()))
              .map(this::view);
      case CallRequest.Reject reject ->
          run(
                  reject.callId(),
                  new CallCommand.Reject(from, reject.reason(), reject.userInfo(), now()))
              .map(this::done);
      case CallRequest.Hangup hangup ->
          run(
                  hangup.callId(),
                  new CallCommand.Hangup(from, hangup.reason(), hangup.userInfo(), now()))
              .map(this::done);
      case CallRequest.Get get ->
          run(get.callId(), new CallCommand.Get(from, now())).map(this::view);
      case CallRequest.ListCalls list ->
          sessions.liveCalls(from).map(calls -> ServiceReply.ok(Json.raw(new CallList(calls))));
    };
  }

  /** The adapter passes these two on, since they change the call. */
  private Future<ServiceReply> answer(SessionRef from, MediaRequest request) {
    return switch (request) {
      case MediaRequest.SetState state ->
          run(
                  state.callId(),
                  new CallCommand.SetMedia(
                      from,
                      new MediaFlags(state.audio(), state.video(), state.screen(), state.hold()),
                      now()))
              .map(this::done);
      case MediaRequest.ReportConnection report ->
          run(
                  report.callId(),
                  new CallCommand.ReportConnection(from, report.peer(), report.state(), now()))
              .map(this::done);
      default ->
          Future.failedFuture(
              new ProtocolException(ErrorCode.UNKNOWN_TYPE, "no request about a call's state"));
    };
  }

  private Future<Outcome> run(String callId, CallCommand.OfDevice command) {
    SessionRef from = command.from();
    return switchboard.carryOut(CallKey.of(from.app(), callId), command, from);
  }

  private ServiceReply view(Outcome outcome) {
    return new ServiceReply.Done(Json.raw(outcome.call().view()), outcome.notices());
  }

  private ServiceReply done(Outcome outcome) {
    return new ServiceReply.Done(RawJson.EMPTY_OBJECT, outcome.notices());
  }

  private ServiceReply refused(Throwable problem) {
    if (!(problem instanceof ProtocolException)) {
      log.error("a request failed", problem);
    }
    ServiceReply.Refused refusal = ServiceReply.refused(problem);
    metrics.refused(refusal.error().code());
    return refusal;
  }

  private long now() {
    return clock.millis();
  }

  private static <R extends Request> R decode(ClientRequest request, Class<R> family) {
    return RequestType.decode(request.type(), request.data(), family);
  }

  private record CallList(List<CallView> calls) {}
}
