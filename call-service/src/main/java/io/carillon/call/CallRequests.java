package io.carillon.call;

import io.carillon.call.core.CallCommand;
import io.carillon.call.core.Muting;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.request.CallRequest;
import io.carillon.protocol.request.HistoryRequest;
import io.carillon.protocol.request.MediaRequest;
import io.carillon.protocol.request.Request;
import io.carillon.protocol.request.RequestType;
import io.carillon.protocol.request.UserRequest;
import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.runtime.session.SessionDirectory;
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
  private final RoomDoor door;
  private final SessionCalls sessions;
  private final RollCall rollCall;
  private final SessionDirectory directory;
  private final UserRequests users;
  private final CallMetrics metrics;
  private final Clock clock;

  CallRequests(
      Switchboard switchboard,
      Invitations invitations,
      RoomDoor door,
      SessionCalls sessions,
      RollCall rollCall,
      SessionDirectory directory,
      UserRequests users,
      CallMetrics metrics,
      Clock clock) {
    this.switchboard = switchboard;
    this.invitations = invitations;
    this.door = door;
    this.sessions = sessions;
    this.rollCall = rollCall;
    this.directory = directory;
    this.users = users;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Answers a request; a refusal is an answer too, so the future never fails. */
  Future<ServiceReply> answer(ClientRequest request) {
    Future<ServiceReply> reply;
    try {
      reply = dispatch(request);
    } catch (RuntimeException problem) {
      reply = Future.failedFuture(problem);
    }
    return reply.otherwise(this::refused);
  }

  private Future<ServiceReply> dispatch(ClientRequest request) {
    SessionRef from = request.from();
    return switch (request.type().substring(0, request.type().indexOf('.'))) {
      case "media" -> answer(from, decode(request, MediaRequest.class));
      case "history" -> users.answer(from.user(), decode(request, HistoryRequest.class));
      case "user" -> users.answer(from.user(), decode(request, UserRequest.class));
      default -> answer(from, request.admin(), decode(request, CallRequest.class));
    };
  }

  private Future<ServiceReply> answer(SessionRef from, boolean admin, CallRequest request) {
    return switch (request) {
      case CallRequest.Invite invite -> invitations.invite(from, invite).map(this::view);
      case CallRequest.Ringing ringing ->
          run(ringing.callId(), new CallCommand.Ringing(from, now())).map(this::done);
      case CallRequest.Accept accept -> accept(from, accept).map(this::view);
      case CallRequest.Reject reject ->
          run(
                  reject.callId(),
                  new CallCommand.Reject(from, reject.reason(), reject.userInfo(), now()))
              .map(this::done);
      case CallRequest.Hangup hangup ->
          run(
                  hangup.callId(),
                  new CallCommand.Hangup(
                      from, hangup.reason(), hangup.userInfo(), hangup.everyone(), admin, now()))
              .map(this::done);
      case CallRequest.Add add -> invitations.add(from, add).map(this::view);
      case CallRequest.Join join ->
          join.callId() == null ? door.join(from, admin, join) : door.join(from, join.callId());
      case CallRequest.Update update ->
          run(update.callId(), new CallCommand.Update(from, update.userInfo(), now()))
              .map(this::done);
      case CallRequest.Mute mute ->
          run(
                  mute.callId(),
                  new CallCommand.Mute(
                      from,
                      admin,
                      mute.userId(),
                      mute.deviceId(),
                      new Muting(mute.audio(), mute.video(), mute.screen()),
                      now()))
              .map(this::done);
      case CallRequest.Remove remove ->
          run(
                  remove.callId(),
                  new CallCommand.Expel(
                      from, admin, remove.userId(), remove.deviceId(), remove.reason(), now()))
              .map(this::done);
      case CallRequest.Transfer transfer -> transfer(from, transfer).map(this::view);
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

  private Future<Outcome> accept(SessionRef from, CallRequest.Accept accept) {
    String key = CallKey.of(from.app(), accept.callId());
    CallCommand command =
        new CallCommand.Accept(from, accept.userInfo(), accept.description(), now());
    return switchboard.inLane(
        key, () -> rollCall.after(switchboard.step(key, command, from), key, from));
  }

  private Future<Outcome> transfer(SessionRef from, CallRequest.Transfer transfer) {
    return directory
        .of(from.user())
        .compose(
            sessions ->
                run(
                    transfer.callId(),
                    new CallCommand.Transfer(
                        from, sessions.ofDevice(transfer.toDevice()).orElse(null), now())));
  }

  private Future<Outcome> run(String callId, CallCommand.OfDevice command) {
    SessionRef from = command.from();
    return switchboard.carryOut(CallKey.of(from.app(), callId), command, from);
  }

  private ServiceReply view(Outcome outcome) {
    return new ServiceReply.Done(Json.raw(outcome.view()), outcome.notices());
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
