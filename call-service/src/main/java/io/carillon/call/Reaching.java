package io.carillon.call;

import io.carillon.call.block.Blocks;
import io.carillon.call.core.Call;
import io.carillon.call.core.Party;
import io.carillon.call.core.Reach;
import io.carillon.call.store.Claimed;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.contract.Wake;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.session.UserSessions;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how users can be reached who are to be rung. */
final class Reaching {
  private static final Logger log = LoggerFactory.getLogger(Reaching.class);

  /** How soon a device alerts that is on: a blocked caller is to see no difference. */
  private static final int ALERT_AFTER_MS = 60;

  private static final int ALERT_JITTER_MS = 240;

  private final ServiceContext context;
  private final LineKeeper lines;
  private final Blocks blocks;

  Reaching(ServiceContext context, LineKeeper lines, Blocks blocks) {
    this.context = context;
    this.lines = lines;
    this.blocks = blocks;
  }

  /** Those of the callees who have blocked the caller. */
  Future<Set<String>> unaware(UserRef caller, List<String> callees) {
    return blocks.blockers(caller.app(), caller.userId(), callees);
  }

  /** How each of those who are invited to a group can be reached. */
  Future<List<Reach>> all(Call call, Map<String, Claimed> claimed, Set<String> unaware) {
    List<Future<Reach>> reaches =
        call.parties().stream()
            .filter(party -> party.ring() != null && !party.ring().told())
            .map(Party::userId)
            .filter(user -> claimed.containsKey(user) || unaware.contains(user))
            .map(
                user ->
                    unaware.contains(user)
                        ? unaware(call, user)
                        : byLine(call, user, claimed.get(user)))
            .toList();
    return Future.all(reaches).map(done -> done.<Reach>list());
  }

  private Future<Reach> byLine(Call call, String user, Claimed claimed) {
    if (claimed.isFull()) {
      return one(call, user, true, true);
    }
    return lines
        .living(new UserRef(call.app(), user), claimed.others())
        .compose(others -> one(call, user, !others.isEmpty(), false));
  }

  /**
   * How one user can be reached.
   *
   * @param busy whether the user is in another call
   * @param full whether the user's line has no claim of the call
   */
  Future<Reach> one(Call call, String userId, boolean busy, boolean full) {
    UserRef user = new UserRef(call.app(), userId);
    return context
        .presence()
        .of(user)
        .recover(problem -> unavailable("presence"))
        .compose(
            presence -> {
              PresenceStatus status = presence.chosenAt(context.clock().millis());
              Reach.Line line = line(status, presence.callWaiting(), busy, full);
              return line == Reach.Line.FREE
                  ? reach(call, user)
                  : Future.succeededFuture(Reach.without(userId, line));
            });
  }

  private static Reach.Line line(
      PresenceStatus status, boolean callWaiting, boolean busy, boolean full) {
    if (status == PresenceStatus.DND) {
      return Reach.Line.DND;
    }
    return full || (busy && !callWaiting) ? Reach.Line.BUSY : Reach.Line.FREE;
  }

  /** How one is to seem to be reached who has blocked the caller. */
  Future<Reach> unaware(Call call, String userId) {
    return sessions(new UserRef(call.app(), userId))
        .map(
            found ->
                found.sessions().isEmpty()
                    ? Reach.without(userId, Reach.Line.UNREACHABLE)
                    : Reach.unaware(
                        userId,
                        false,
                        new Party.Pretence(
                            found.sessions().getFirst().deviceId(),
                            context.clock().millis()
                                + ALERT_AFTER_MS
                                + ThreadLocalRandom.current().nextInt(ALERT_JITTER_MS))));
  }

  /** Finds the user's sessions; devices that sleep are woken, and waited for only if all do. */
  private Future<Reach> reach(Call call, UserRef user) {
    return sessions(user)
        .compose(
            found -> {
              Future<Integer> woken = wake(call, user);
              if (!found.sessions().isEmpty()) {
                return Future.succeededFuture(Reach.free(user.userId(), found.sessions(), false));
              }
              return woken.map(
                  devices ->
                      devices > 0
                          ? Reach.free(user.userId(), List.of(), true)
                          : Reach.without(user.userId(), Reach.Line.UNREACHABLE));
            });
  }

  private Future<UserSessions> sessions(UserRef user) {
    return context.sessions().of(user).recover(problem -> unavailable("the sessions of users"));
  }

  private static <T> Future<T> unavailable(String what) {
    return Future.failedFuture(
        new ProtocolException(ErrorCode.UNAVAILABLE, what + " can't be read at the moment"));
  }

  private Future<Integer> wake(Call call, UserRef user) {
    long expiresAt = context.clock().millis() + call.ringTimeoutMs();
    return Addressed.ask(
            context,
            Contract.PUSH_WAKE,
            user.key(),
            new Wake(user, call.callId(), call.media(), expiresAt))
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
}
