package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.Party;
import io.carillon.call.store.Calls;
import io.carillon.call.store.Lines;
import io.carillon.protocol.CallState;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.LineState;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims users' lines for calls, releases them, and tells presence-service who is talking. */
final class LineKeeper {
  private static final Logger log = LoggerFactory.getLogger(LineKeeper.class);

  private final ServiceContext context;
  private final Lines lines;
  private final Calls calls;

  LineKeeper(ServiceContext context, Lines lines, Calls calls) {
    this.context = context;
    this.lines = lines;
    this.calls = calls;
  }

  /** How a call found the lines. */
  enum Finding {
    FREE,
    /** The callee's line is claimed by another call that lives. */
    BUSY,
    /** The callee has as many calls as may be, and the call has no claim. */
    CALLEE_FULL,
    /** The caller has as many calls as may be, and the call has no claim. */
    CALLER_FULL
  }

  /**
   * Claims the lines of caller and callee, always in the order of their keys. Of two users who call
   * each other at once, one call is the first on the line that both claim first: it goes on, and
   * the other finds the line busy.
   */
  Future<Finding> claim(Call call) {
    UserRef caller = new UserRef(call.app(), call.caller().userId());
    UserRef callee = new UserRef(call.app(), call.parties().getLast().userId());
    return callee.key().compareTo(caller.key()) < 0
        ? claimFromCallee(call, callee, caller)
        : claimFromCaller(call, caller, callee);
  }

  private Future<Finding> claimFromCallee(Call call, UserRef callee, UserRef caller) {
    return claim(callee, call)
        .compose(
            callees ->
                claim(caller, call)
                    .compose(
                        callers ->
                            Lines.isFull(callers)
                                ? lines.strike(callee, call.callId()).map(Finding.CALLER_FULL)
                                : look(callee, callees)));
  }

  private Future<Finding> claimFromCaller(Call call, UserRef caller, UserRef callee) {
    return claim(caller, call)
        .compose(
            callers ->
                Lines.isFull(callers)
                    ? Future.succeededFuture(Finding.CALLER_FULL)
                    : claim(callee, call)
                        .compose(callees -> look(call, caller, callers, callee, callees)));
  }

  private Future<List<String>> claim(UserRef user, Call call) {
    return lines.claim(user, call.callId(), call.createdAt());
  }

  private Future<Finding> look(UserRef callee, List<String> others) {
    return look(callee, others, other -> true);
  }

  /**
   * A call in the other direction that stood on the caller's line goes before this one; one that
   * did not will find this one there, so it does not count on the callee's line either.
   */
  private Future<Finding> look(
      Call call, UserRef caller, List<String> callers, UserRef callee, List<String> callees) {
    if (Lines.isFull(callees)) {
      return Future.succeededFuture(Finding.CALLEE_FULL);
    }
    return anyIs(caller, callers, other -> isOpposite(other, call))
        .compose(
            isSecond ->
                isSecond
                    ? Future.succeededFuture(Finding.BUSY)
                    : look(callee, callees, other -> !isOpposite(other, call)));
  }

  private Future<Finding> look(UserRef callee, List<String> others, Predicate<Call> counts) {
    return Lines.isFull(others)
        ? Future.succeededFuture(Finding.CALLEE_FULL)
        : anyIs(callee, others, counts).map(busy -> busy ? Finding.BUSY : Finding.FREE);
  }

  private static boolean isOpposite(Call other, Call call) {
    return other.caller().userId().equals(call.parties().getLast().userId())
        && other.parties().getLast().userId().equals(call.caller().userId());
  }

  /** Releases the lines of a call that is over; never fails. */
  Future<?> release(Call call) {
    List<Future<Void>> released =
        call.parties().stream().map(party -> release(call, party)).toList();
    return Future.join(released);
  }

  /** Tells that the parties of a call are talking. Does not wait for the answer. */
  void talking(Call call) {
    for (Party party : call.parties()) {
      if (party.isIn()) {
        tellPresence(new UserRef(call.app(), party.userId()), true);
      }
    }
  }

  private Future<?> repair(UserRef user, String callId, Call call) {
    return call == null
        ? lines.strike(user, callId)
        : lines.leave(user, callId, call.end().reason(), call.endedAt());
  }

  private Future<Void> release(Call call, Party party) {
    UserRef user = new UserRef(call.app(), party.userId());
    return lines
        .leave(user, call.callId(), call.end().reason(), call.endedAt())
        .onSuccess(
            others -> {
              if (call.startedAt() != 0) {
                fellSilent(user, others);
              }
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void fellSilent(UserRef user, List<String> otherCalls) {
    anyIs(user, otherCalls, call -> call.state() == CallState.ACTIVE)
        .onSuccess(
            talking -> {
              if (!talking) {
                tellPresence(user, false);
              }
            });
  }

  /** Whether one of those calls lives and is as asked; claims of the others are repaired. */
  private Future<Boolean> anyIs(UserRef user, List<String> callIds, Predicate<Call> wanted) {
    if (callIds.isEmpty()) {
      return Future.succeededFuture(false);
    }
    String callId = callIds.getFirst();
    return calls
        .find(CallKey.of(user.app(), callId))
        .compose(
            found -> {
              boolean lives = found.isPresent() && !found.get().isEnded();
              if (lives && wanted.test(found.get())) {
                return Future.succeededFuture(true);
              }
              Future<?> repaired =
                  lives ? Future.succeededFuture() : repair(user, callId, found.orElse(null));
              return repaired.compose(
                  done -> anyIs(user, callIds.subList(1, callIds.size()), wanted));
            });
  }

  private void tellPresence(UserRef user, boolean inCall) {
    Addressed.ask(context, Contract.PRESENCE_LINE, user.key(), new LineState(user, inCall))
        .onFailure(
            problem ->
                log.atWarn()
                    .addKeyValue("inCall", inCall)
                    .addKeyValue("problem", problem.getMessage())
                    .log("presence-service was not told of a line"));
  }
}
