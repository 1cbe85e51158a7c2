package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.Reach;
import io.carillon.call.store.Claimed;
import io.carillon.protocol.CallState;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.request.CallRequest;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes calls: the call is stored first, then the lines are claimed, then the callees' devices are
 * looked up, then it rings. In this order no device slips between that connects meanwhile, and a
 * crash between two steps leaves a call that ends by its deadline.
 */
final class Invitations {
  /** How often a call that crossed another may turn out to be gone before the callee is busy. */
  private static final int CROSSINGS = 3;

  /** Nobody knows when one of the calls ends; this is often enough to ask. */
  private static final long RETRY_WITH_FULL_LINE_MS = 5_000;

  private final ServiceContext context;
  private final CallConfig config;
  private final Switchboard switchboard;
  private final LineKeeper lines;
  private final Reaching reaching;
  private final Crossings crossings;
  private final RollCall rollCall;

  Invitations(
      ServiceContext context,
      CallConfig config,
      Switchboard switchboard,
      LineKeeper lines,
      Reaching reaching,
      Crossings crossings,
      RollCall rollCall) {
    this.context = context;
    this.config = config;
    this.switchboard = switchboard;
    this.lines = lines;
    this.reaching = reaching;
    this.crossings = crossings;
    this.rollCall = rollCall;
  }

  /**
   * Invites; completes when the callees' devices are told, or the call has ended at once.
   *
   * @return fails with {@link ProtocolException} if it is refused
   */
  Future<Outcome> invite(SessionRef from, CallRequest.Invite request) {
    long ringTimeoutMs =
        request.ringTimeoutMs() == null ? config.ringTimeout().toMillis() : request.ringTimeoutMs();
    String key = CallKey.of(from.app(), request.callId());
    CallCommand.Create create =
        new CallCommand.Create(
            from,
            request.callId(),
            request.to(),
            request.media(),
            Boolean.TRUE.equals(request.group()),
            null,
            ringTimeoutMs,
            request.userInfo(),
            request.description(),
            request.topology(),
            now());
    return allowed(from, request.to())
        .compose(
            unaware ->
                switchboard.inLane(
                    key,
                    () ->
                        switchboard
                            .step(key, create, from)
                            .compose(
                                made ->
                                    made.call().state() == CallState.PREPARING
                                        ? rollCall.after(
                                            ring(key, made.call(), from, unaware), key, from)
                                        : crossings.survivorOf(made, from))));
  }

  /** Rings more users into a call that goes on. */
  Future<Outcome> add(SessionRef from, CallRequest.Add request) {
    String key = CallKey.of(from.app(), request.callId());
    return allowed(from, request.to())
        .compose(
            unaware ->
                switchboard.inLane(
                    key,
                    () ->
                        mayDial(from, request)
                            .compose(
                                may ->
                                    switchboard.step(
                                        key, new CallCommand.Add(from, request.to(), now()), from))
                            .compose(added -> ringMore(key, added, unaware, from))));
  }

  /** An administrator has more users rung. */
  Future<Outcome> summon(String key, List<String> to) {
    return switchboard.inLane(
        key,
        () ->
            switchboard
                .step(key, new CallCommand.Summon(to, now()), null)
                .compose(added -> ringMore(key, added, Set.of(), null)));
  }

  /** An administrator makes a call, in which everybody is rung. */
  Future<Outcome> convene(CallCommand.Convene convene) {
    String key = CallKey.of(convene.app(), convene.callId());
    return switchboard.inLane(
        key,
        () ->
            switchboard
                .step(key, convene, null)
                .compose(made -> ringMore(key, made, Set.of(), null)));
  }

  /** Who may be called at all, and who of them is not to hear of it. */
  private Future<Set<String>> allowed(SessionRef from, List<String> to) {
    return context
        .authorization()
        .mayCall(from.user(), to)
        .compose(
            allowed ->
                allowed.containsAll(to)
                    ? reaching.unaware(from.user(), to)
                    : Future.failedFuture(forbidden(to, allowed)));
  }

  private static ProtocolException forbidden(List<String> to, Set<String> allowed) {
    List<String> refused = to.stream().filter(user -> !allowed.contains(user)).toList();
    return new ProtocolException(
        ErrorCode.FORBIDDEN,
        "to: names users who may not be called",
        0,
        Json.raw(Map.of("users", refused)));
  }

  private Future<Void> mayDial(SessionRef from, CallRequest.Add request) {
    return lines
        .dial(from.user(), request.callId(), request.to(), now())
        .compose(
            claimed -> {
              ProtocolException refusal = refusal(claimed);
              return refusal == null ? Future.succeededFuture() : Future.failedFuture(refusal);
            });
  }

  private Future<Outcome> ring(String key, Call call, SessionRef from, Set<String> unaware) {
    UserRef caller = from.user();
    List<String> callees =
        call.parties().stream()
            .map(party -> party.userId())
            .filter(user -> !user.equals(caller.userId()) && !unaware.contains(user))
            .toList();
    return lines
        .claim(call, caller, callees)
        .compose(
            claimed -> {
              Claimed own = claimed.get(caller.userId());
              ProtocolException refusal = refusal(own);
              if (refusal != null) {
                return withdraw(key, refusal);
              }
              return call.group() || callees.isEmpty()
                  ? ringAll(key, call, claimed, unaware, from)
                  : ringOne(key, call, claimed, from, CROSSINGS);
            });
  }

  private Future<Outcome> ringAll(
      String key, Call call, Map<String, Claimed> claimed, Set<String> unaware, SessionRef from) {
    return reaching.all(call, claimed, unaware).compose(reaches -> prepared(key, reaches, from));
  }

  private Future<Outcome> ringOne(
      String key, Call call, Map<String, Claimed> claimed, SessionRef from, int crossingsLeft) {
    UserRef callee = new UserRef(call.app(), call.parties().getLast().userId());
    Claimed line = claimed.get(callee.userId());
    if (line.isFull()) {
      return reaching
          .one(call, callee.userId(), true, true)
          .compose(reach -> prepared(key, List.of(reach), from));
    }
    UserRef first = from.user().key().compareTo(callee.key()) < 0 ? from.user() : callee;
    return Future.all(
            lines.living(first, claimed.get(first.userId()).others()),
            lines.living(callee, line.others()))
        .compose(
            living ->
                switch (Encounter.of(call, from, living.resultAt(0), living.resultAt(1))) {
                  case Encounter.Free free -> ringAs(key, call, callee, false, from);
                  case Encounter.Busy busy -> ringAs(key, call, callee, true, from);
                  case Encounter.Recall(List<Call> before) ->
                      crossings
                          .replace(before, call, from)
                          .compose(
                              notices ->
                                  ringAs(key, call, callee, false, from)
                                      .map(rung -> rung.after(notices)));
                  case Encounter.Crossing(Call opposite) when crossingsLeft == 0 ->
                      ringAs(key, call, callee, true, from);
                  case Encounter.Crossing(Call opposite) ->
                      crossings
                          .settle(key, call, opposite, from)
                          .compose(
                              settled ->
                                  settled.isPresent()
                                      ? Future.succeededFuture(settled.get())
                                      : ringOne(key, call, claimed, from, crossingsLeft - 1));
                });
  }

  private Future<Outcome> ringAs(
      String key, Call call, UserRef callee, boolean busy, SessionRef from) {
    return reaching
        .one(call, callee.userId(), busy, false)
        .compose(reach -> prepared(key, List.of(reach), from));
  }

  private Future<Outcome> ringMore(
      String key, Outcome made, Set<String> unaware, SessionRef asker) {
    Call call = made.call();
    List<String> waiting =
        call.parties().stream()
            .filter(party -> party.ring() != null && !party.ring().told())
            .map(party -> party.userId())
            .toList();
    if (waiting.isEmpty()) {
      return Future.succeededFuture(made);
    }
    return lines
        .claimMore(call, waiting.stream().filter(user -> !unaware.contains(user)).toList(), now())
        .compose(claimed -> reaching.all(call, claimed, unaware))
        .compose(reaches -> prepared(key, reaches, asker))
        .map(rung -> rung.after(made.notices()));
  }

  private Future<Outcome> prepared(String key, List<Reach> reaches, SessionRef from) {
    return switchboard.step(key, new CallCommand.Prepared(reaches, now()), from);
  }

  private Future<Outcome> withdraw(String key, ProtocolException refusal) {
    return switchboard
        .step(key, new CallCommand.Withdraw(now()), null)
        .compose(gone -> Future.failedFuture(refusal));
  }

  /** Why the caller's own line says no, or null. */
  static ProtocolException refusal(Claimed own) {
    if (own.retryAfterMs() > 0) {
      return new ProtocolException(
          ErrorCode.RATE_LIMITED, "too many invitations", own.retryAfterMs());
    }
    return own.isFull()
        ? new ProtocolException(
            ErrorCode.RATE_LIMITED, "this user has too many live calls", RETRY_WITH_FULL_LINE_MS)
        : null;
  }

  private long now() {
    return context.clock().millis();
  }

  /** Notices of several steps, in their order. */
  static List<Notice> join(List<Notice> first, List<Notice> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }
}
