package io.carillon.call;

import io.carillon.call.LineKeeper.Finding;
import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.CallCommand.Line;
import io.carillon.protocol.CallState;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.contract.Wake;
import io.carillon.protocol.request.CallRequest;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.presence.PresenceRecord;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls: the call is stored first, then the lines are claimed, then the callee's devices are
 * looked up, then it rings. In this order no device slips between that connects meanwhile, and a
 * crash between two steps leaves a call that ends by its deadline.
 */
final class Invitations {
  /** Nobody knows when one of the calls ends; this is often enough to ask. */
  private static final long RETRY_WITH_FULL_LINE_MS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(Invitations.class);

  private final ServiceContext context;
  private final CallConfig config;
  private final Switchboard switchboard;
  private final LineKeeper lines;

  Invitations(
      ServiceContext context, CallConfig config, Switchboard switchboard, LineKeeper lines) {
    this.context = context;
    this.config = config;
    this.switchboard = switchboard;
    this.lines = lines;
  }

  /**
   * Invites; completes when the callee's devices are told, or the call has ended at once.
   *
   * @return fails with {@link ProtocolException} if it is refused
   */
  Future<Outcome> invite(SessionRef from, CallRequest.Invite request) {
    if (Boolean.TRUE.equals(request.group())) {
      return Future.failedFuture(
          new ProtocolException(
              ErrorCode.TOO_MANY_PARTIES, "group: only calls between two users are offered"));
    }
    long ringTimeoutMs =
        request.ringTimeoutMs() == null ? config.ringTimeout().toMillis() : request.ringTimeoutMs();
    String key = CallKey.of(from.app(), request.callId());
    return switchboard.inLane(
        key,
        () ->
            switchboard
                .step(
                    key,
                    new CallCommand.Create(
                        from,
                        request.callId(),
                        request.to(),
                        request.media(),
                        ringTimeoutMs,
                        request.userInfo(),
                        request.description(),
                        now()),
                    from)
                .compose(
                    made ->
                        made.call().state() == CallState.PREPARING
                            ? ring(key, made.call(), from)
                            : Future.succeededFuture(made)));
  }

  private Future<Outcome> ring(String key, Call call, SessionRef from) {
    UserRef callee = new UserRef(call.app(), call.parties().getLast().userId());
    return lines
        .claim(call)
        .compose(
            finding ->
                finding == Finding.CALLER_FULL
                    ? withdraw(key)
                    : context
                        .presence()
                        .of(callee)
                        .map(presence -> line(presence, finding))
                        .compose(line -> line == Line.FREE ? reach(call, callee) : prepared(line))
                        .compose(prepared -> switchboard.step(key, prepared, from)));
  }

  private Future<Outcome> withdraw(String key) {
    return switchboard
        .step(key, new CallCommand.Withdraw(now()), null)
        .compose(
            gone ->
                Future.failedFuture(
                    new ProtocolException(
                        ErrorCode.RATE_LIMITED,
                        "this user has too many live calls",
                        RETRY_WITH_FULL_LINE_MS)));
  }

  private static Line line(PresenceRecord presence, Finding finding) {
    if (presence.chosen() == PresenceStatus.DND) {
      return Line.DND;
    }
    return switch (finding) {
      case CALLEE_FULL, CALLER_FULL -> Line.BUSY;
      case BUSY -> presence.callWaiting() ? Line.FREE : Line.BUSY;
      case FREE -> Line.FREE;
    };
  }

  private Future<CallCommand.Prepared> prepared(Line line) {
    return Future.succeededFuture(new CallCommand.Prepared(line, List.of(), false, now()));
  }

  /** Finds the callee's sessions; devices that sleep are woken, and waited for only if all do. */
  private Future<CallCommand.Prepared> reach(Call call, UserRef callee) {
    return context
        .sessions()
        .of(callee)
        .compose(
            found -> {
              Future<Integer> woken = wake(call, callee);
              if (!found.sessions().isEmpty()) {
                return Future.succeededFuture(
                    new CallCommand.Prepared(Line.FREE, found.sessions(), false, now()));
              }
              return woken.map(
                  devices ->
                      new CallCommand.Prepared(
                          devices > 0 ? Line.FREE : Line.UNREACHABLE,
                          List.of(),
                          devices > 0,
                          now()));
            });
  }

  private Future<Integer> wake(Call call, UserRef callee) {
    Wake wake =
        new Wake(callee, call.callId(), call.media(), call.createdAt() + call.ringTimeoutMs());
    return Addressed.ask(context, Contract.PUSH_WAKE, callee.key(), wake)
        .map(Wake.Outcome::devices)
        .otherwise(
            problem -> {
              log.atDebug()
                  .addKeyValue("callId", call.callId())
                  .addKeyValue("problem", problem.getMessage())
                  .log("no device was woken");
              return 0;
            });
  }

  private long now() {
    return context.clock().millis();
  }
}
