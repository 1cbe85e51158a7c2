package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.store.Calls;
import io.carillon.call.store.Rooms;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.request.CallRequest;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Lets devices into group calls and rooms without ringing anybody. */
final class RoomDoor {
  private static final long KNOCK_AGAIN_MS = 20;

  /** For longer than a call may be prepared whose node died over it. */
  private static final int KNOCKS = 300;

  private final ServiceContext context;
  private final CallConfig config;
  private final Switchboard switchboard;
  private final LineKeeper lines;
  private final Calls calls;
  private final Rooms rooms;
  private final RollCall rollCall;

  RoomDoor(
      ServiceContext context,
      CallConfig config,
      Switchboard switchboard,
      LineKeeper lines,
      Calls calls,
      Rooms rooms,
      RollCall rollCall) {
    this.context = context;
    this.config = config;
    this.switchboard = switchboard;
    this.lines = lines;
    this.calls = calls;
    this.rooms = rooms;
    this.rollCall = rollCall;
  }

  /**
   * Enters a group call of this node. The line is claimed first: who is in a call must be found by
   * what happens to the user's sessions.
   *
   * @return fails with {@link ProtocolException} if it is refused
   */
  Future<ServiceReply> join(SessionRef from, String callId) {
    String key = CallKey.of(from.app(), callId);
    return switchboard.inLane(
        key,
        () ->
            lines
                .claim(from.user(), callId, now())
                .compose(
                    claimed -> {
                      ProtocolException refusal = Invitations.refusal(claimed);
                      return refusal == null
                          ? rollCall.after(enter(key, callId, from), key, from)
                          : Future.failedFuture(refusal);
                    })
                .map(RoomDoor::reply));
  }

  private Future<Outcome> enter(String key, String callId, SessionRef from) {
    return switchboard
        .step(key, new CallCommand.Join(from, now()), from)
        .recover(
            refusal -> takeBack(key, callId, from).transform(done -> Future.failedFuture(refusal)));
  }

  /** A claim of one who takes part was there before, and stays. */
  private Future<?> takeBack(String key, String callId, SessionRef from) {
    return calls
        .find(key)
        .compose(
            found -> {
              boolean part =
                  found.isPresent()
                      && found
                          .get()
                          .party(from.userId())
                          .filter(party -> !party.isOut() && !party.unaware())
                          .isPresent();
              return part
                  ? Future.succeededFuture()
                  : lines.strike(from.app(), callId, List.of(from.userId()));
            });
  }

  /**
   * Enters a room, wherever its call is, or opens it.
   *
   * @return fails with {@link ProtocolException} if it is refused
   */
  Future<ServiceReply> join(SessionRef from, boolean admin, CallRequest.Join request) {
    return knock(from, admin, request, KNOCKS);
  }

  private Future<ServiceReply> knock(
      SessionRef from, boolean admin, CallRequest.Join request, int knocks) {
    return rooms
        .callOf(from.app(), request.room())
        .compose(
            found ->
                found.isEmpty()
                    ? open(from, admin, request, null, knocks)
                    : ask(from, admin, found.get())
                        .compose(
                            reply -> answered(from, admin, request, found.get(), reply, knocks)));
  }

  private Future<ServiceReply> ask(SessionRef from, boolean admin, String callId) {
    return Addressed.ask(
        context,
        Contract.CALL_COMMAND,
        CallKey.of(from.app(), callId),
        new ClientRequest(
            from,
            admin,
            "call.join",
            Json.raw(new CallRequest.Join(callId, null, null, null, null))));
  }

  private Future<ServiceReply> answered(
      SessionRef from,
      boolean admin,
      CallRequest.Join request,
      String callId,
      ServiceReply reply,
      int knocks) {
    ErrorCode code = reply instanceof ServiceReply.Refused refused ? refused.error().code() : null;
    if (code == ErrorCode.CALL_ENDED || code == ErrorCode.CALL_NOT_FOUND) {
      return open(from, admin, request, callId, knocks);
    }
    // Somebody else is opening it at this moment.
    return code == ErrorCode.INVALID_STATE && knocks > 0
        ? knockLater(from, admin, request, knocks)
        : Future.succeededFuture(reply);
  }

  private Future<ServiceReply> knockLater(
      SessionRef from, boolean admin, CallRequest.Join request, int knocks) {
    return context
        .vertx()
        .timer(KNOCK_AGAIN_MS, TimeUnit.MILLISECONDS)
        .compose(later -> knock(from, admin, request, knocks - 1));
  }

  private Future<ServiceReply> open(
      SessionRef from, boolean admin, CallRequest.Join request, String before, int knocks) {
    if (!request.create()) {
      return Future.failedFuture(
          new ProtocolException(ErrorCode.CALL_NOT_FOUND, "room: nobody is in it"));
    }
    String callId = UUID.randomUUID().toString();
    String key = CallKey.of(from.app(), callId);
    return switchboard
        .inLane(key, () -> create(key, callId, from, request, before))
        .compose(
            opened ->
                opened
                    .map(outcome -> Future.succeededFuture(reply(outcome)))
                    .orElseGet(() -> knockLater(from, admin, request, knocks)));
  }

  /** Makes the room's call; empty if somebody was faster. */
  private Future<Optional<Outcome>> create(
      String key, String callId, SessionRef from, CallRequest.Join request, String before) {
    return switchboard
        .step(
            key,
            new CallCommand.Create(
                from,
                callId,
                List.of(),
                request.media(),
                true,
                request.room(),
                config.ringTimeout().toMillis(),
                null,
                null,
                request.topology(),
                now()),
            from)
        .compose(made -> lines.claim(from.user(), callId, now()).map(made))
        .compose(
            made ->
                rooms
                    .claim(from.app(), request.room(), before, callId)
                    .compose(first -> first ? ready(key, from) : giveUp(key, made.call(), from)));
  }

  private Future<Optional<Outcome>> ready(String key, SessionRef from) {
    return rollCall
        .after(switchboard.step(key, new CallCommand.Prepared(List.of(), now()), from), key, from)
        .map(Optional::of);
  }

  private Future<Optional<Outcome>> giveUp(String key, Call call, SessionRef from) {
    return switchboard
        .step(key, new CallCommand.Withdraw(now()), null)
        .compose(gone -> lines.strike(call.app(), call.callId(), List.of(from.userId())))
        .map(Optional.empty());
  }

  private static ServiceReply reply(Outcome outcome) {
    return new ServiceReply.Done(Json.raw(outcome.view()), outcome.notices());
  }

  private long now() {
    return context.clock().millis();
  }
}
