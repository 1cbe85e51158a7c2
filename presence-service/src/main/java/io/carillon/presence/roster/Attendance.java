package io.carillon.presence.roster;

import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.LineState;
import io.carillon.protocol.contract.SessionOrder;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionStanding;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.presence.PresenceChange;
import io.carillon.runtime.presence.PresenceUpdate;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is there and attends: writes it down when sessions come, go and fall idle, and tells all
 * edges that somebody's presence may look different. Who watches reads the record then, so that
 * messages that overtake each other do no harm. Safe for use by several threads.
 */
public final class Attendance {
  /** Where all edges hear of changes; the message is the user's key. */
  static final String CHANGED = "presence.changed";

  private static final Logger log = LoggerFactory.getLogger(Attendance.class);

  private final ServiceContext node;
  private final LocalSessions local;
  private final Comings comings;

  /** As that node sees it, which holds those sessions itself. */
  public Attendance(ServiceContext node, LocalSessions local) {
    this.node = node;
    this.local = local;
    this.comings = new Comings(node);
  }

  /** The address at which an edge is asked about its sessions, beside that of its deliveries. */
  public static String addressOf(SessionRef session) {
    String prefix = Contract.PRESENCE_DELIVER.addressAt("");
    return Contract.PRESENCE_SESSION.addressAt(session.edge().substring(prefix.length()));
  }

  /**
   * A device of the user is connected, and attended.
   *
   * @param at milliseconds since the epoch
   */
  public void arrived(UserRef user, long at) {
    update(user, PresenceUpdate.arrived(at))
        .onFailure(problem -> log.warn("a user could not be marked online", problem));
  }

  /**
   * A session of the user is gone, or waits since longer than the grace: the user is offline if no
   * other is there.
   *
   * @param at when it was last connected, in milliseconds since the epoch
   */
  public void left(UserRef user, long at) {
    settle(user, at).onFailure(problem -> log.warn("a user could not be marked offline", problem));
  }

  /** A user may be there no more: the edge that would have said so is gone. */
  public Future<Done> check(UserRef user) {
    return settle(user, node.clock().millis()).map(Done.DONE);
  }

  /** A session of the user fell idle, or is attended again. */
  Future<?> turned(UserRef user) {
    return settle(user, null);
  }

  /** What call-service says about a user's line. */
  public Future<Done> line(LineState line) {
    return update(line.user(), PresenceUpdate.inCall(line.inCall())).map(Done.DONE);
  }

  /** Changes a record; all edges hear of it if it is another one then. */
  Future<PresenceChange> update(UserRef user, PresenceUpdate update) {
    return node.presence()
        .update(user, update)
        .onSuccess(
            change -> {
              if (change.isOne()) {
                node.vertx().eventBus().publish(CHANGED, user.key());
              }
              if (change.isOfOnline()) {
                comings.report(user, change.after().online());
              }
            });
  }

  /**
   * Writes down how the user's sessions stand. If that changes anything they are looked at once
   * more, since they may have changed between the look and the deed: whoever writes last has looked
   * afterwards.
   */
  private Future<PresenceChange> settle(UserRef user, Long lastActiveAt) {
    return present(user)
        .compose(
            sessions ->
                update(
                    user,
                    PresenceUpdate.devices(
                        !sessions.isEmpty(),
                        !sessions.isEmpty() && sessions.stream().allMatch(SessionStanding::idle),
                        lastActiveAt)))
        .compose(change -> change.isOne() ? settle(user, null) : Future.succeededFuture(change));
  }

  private Future<List<SessionStanding>> present(UserRef user) {
    return node.sessions()
        .of(user)
        .compose(
            found -> {
              List<Future<SessionStanding>> standings =
                  found.sessions().stream().map(this::standing).toList();
              return Future.join(standings)
                  .map(
                      all ->
                          standings.stream()
                              .map(Future::result)
                              .filter(SessionStanding::present)
                              .toList());
            });
  }

  private Future<SessionStanding> standing(SessionRef session) {
    return local
        .standing(session.sessionId())
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                node.bus()
                    .ask(
                        Contract.PRESENCE_SESSION,
                        addressOf(session),
                        new SessionOrder.Probe(session))
                    // An edge that does not answer has no socket of anybody.
                    .otherwise(SessionStanding.ABSENT));
  }
}
