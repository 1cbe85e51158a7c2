package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.Party;
import io.carillon.call.store.Calls;
import io.carillon.call.store.Claimed;
import io.carillon.call.store.DialLimits;
import io.carillon.call.store.Lines;
import io.carillon.protocol.CallState;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.LineState;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims users' lines for calls, releases them, and tells presence-service who is talking. */
final class LineKeeper {
  private static final Logger log = LoggerFactory.getLogger(LineKeeper.class);

  private final ServiceContext context;
  private final Lines lines;
  private final Calls calls;
  private final DialLimits limits;

  LineKeeper(ServiceContext context, Lines lines, Calls calls, DialLimits limits) {
    this.context = context;
    this.lines = lines;
    this.calls = calls;
    this.limits = limits;
  }

  /**
   * Claims the line of one who makes a call or has more users rung; nothing is claimed too often.
   */
  Future<Claimed> dial(UserRef caller, String callId, List<String> callees, long now) {
    return lines.dial(caller, callId, callees, limits, now);
  }

  /** Claims the line of one who enters a call unasked. */
  Future<Claimed> claim(UserRef user, String callId, long now) {
    return lines.claim(user, callId, now);
  }

  /**
   * Claims the lines of a caller and of those who are called, always in the order of their keys. Of
   * two users who call each other at once, one call is the first on the line that both claim first.
   *
   * @return what each line had to say; if the caller's refused, only that
   */
  Future<Map<String, Claimed>> claim(Call call, UserRef caller, Collection<String> callees) {
    TreeMap<String, UserRef> inOrder = new TreeMap<>();
    inOrder.put(caller.key(), caller);
    callees.forEach(
        callee -> {
          UserRef user = new UserRef(call.app(), callee);
          inOrder.put(user.key(), user);
        });
    return claim(call, caller, List.copyOf(inOrder.values()), List.copyOf(callees), Map.of());
  }

  private Future<Map<String, Claimed>> claim(
      Call call,
      UserRef caller,
      List<UserRef> left,
      List<String> callees,
      Map<String, Claimed> claimed) {
    if (left.isEmpty()) {
      return Future.succeededFuture(claimed);
    }
    UserRef user = left.getFirst();
    boolean isCaller = user.equals(caller);
    Future<Claimed> claim =
        isCaller
            ? dial(caller, call.callId(), callees, call.createdAt())
            : lines.claim(user, call.callId(), call.createdAt());
    return claim.compose(
        found -> {
          if (isCaller && (found.retryAfterMs() > 0 || found.isFull())) {
            return strike(call.app(), call.callId(), claimed.keySet())
                .map(Map.of(caller.userId(), found));
          }
          Map<String, Claimed> more = new TreeMap<>(claimed);
          more.put(user.userId(), found);
          return claim(call, caller, left.subList(1, left.size()), callees, more);
        });
  }

  /** Claims the lines of further users, who are to be rung into a call that goes on. */
  Future<Map<String, Claimed>> claimMore(Call call, List<String> callees, long now) {
    Map<String, Claimed> claimed = new TreeMap<>();
    Future<?> done = Future.succeededFuture();
    for (String callee : callees.stream().sorted().toList()) {
      done =
          done.compose(
              before ->
                  lines
                      .claim(new UserRef(call.app(), callee), call.callId(), now)
                      .onSuccess(found -> claimed.put(callee, found)));
    }
    return done.map(claimed);
  }

  /** Takes back claims of a call that comes to nothing. */
  Future<?> strike(String app, String callId, Collection<String> users) {
    return Future.join(
        users.stream().map(user -> lines.strike(new UserRef(app, user), callId)).toList());
  }

  /**
   * The calls that live, of those that claim a user's line, in the order of their claims; void
   * claims are repaired.
   */
  Future<List<Call>> living(UserRef user, List<String> callIds) {
    return living(user, callIds, List.of());
  }

  private Future<List<Call>> living(UserRef user, List<String> callIds, List<Call> found) {
    if (callIds.isEmpty()) {
      return Future.succeededFuture(found);
    }
    String callId = callIds.getFirst();
    return calls
        .find(CallKey.of(user.app(), callId))
        .compose(
            call -> {
              boolean lives = call.isPresent() && !call.get().isEnded();
              List<Call> more = new ArrayList<>(found);
              if (lives && takesPart(user, call.get())) {
                more.add(call.get());
              }
              Future<?> repaired =
                  lives ? Future.succeededFuture() : repair(user, callId, call.orElse(null));
              return repaired.compose(
                  done -> living(user, callIds.subList(1, callIds.size()), more));
            });
  }

  private static boolean takesPart(UserRef user, Call call) {
    return call.party(user.userId()).filter(party -> !party.isOut()).isPresent();
  }

  private Future<?> repair(UserRef user, String callId, Call call) {
    return call == null
        ? lines.strike(user, callId)
        : lines.leave(user, callId, call.end().reason(), call.endedAt());
  }

  /** Releases the lines of those users who are out of a call; never fails. */
  Future<?> release(Call call, Collection<String> users) {
    return Future.join(
        users.stream()
            .flatMap(user -> call.party(user).stream())
            .filter(party -> !party.unaware())
            .map(party -> release(call, party))
            .toList());
  }

  private Future<Void> release(Call call, Party party) {
    UserRef user = new UserRef(call.app(), party.userId());
    return lines
        .leave(user, call.callId(), party.reason(), party.leftAt())
        .onSuccess(
            claimed -> {
              if (party.wasIn() && call.startedAt() != 0) {
                fellSilent(user, claimed.others());
              }
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** Tells that users are talking. Does not wait for the answer. */
  void talking(Call call, Collection<String> users) {
    users.forEach(user -> tellPresence(new UserRef(call.app(), user), true));
  }

  private void fellSilent(UserRef user, List<String> otherCalls) {
    living(user, otherCalls)
        .onSuccess(
            others -> {
              if (others.stream().noneMatch(call -> talks(user, call))) {
                tellPresence(user, false);
              }
            });
  }

  private static boolean talks(UserRef user, Call call) {
    return call.state() == CallState.ACTIVE
        && call.party(user.userId()).filter(Party::isIn).isPresent();
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
