package io.carillon.presence.roster;

import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.LineState;
import io.carillon.protocol.contract.SessionOrder;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionStanding;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.bus.Bus;
import io.carillon.runtime.presence.PresenceRecord;
import io.carillon.runtime.presence.PresenceStore;
import io.carillon.runtime.presence.PresenceUpdate;
import io.carillon.runtime.session.SessionDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is online: writes it down when sessions come and go, and tells all edges that somebody's
 * presence may look different. Who watches reads the record then, so that messages that overtake
 * each other do no harm. Safe for use by several threads.
 */
public final class Attendance {
  /** Where all edges hear of changes; the message is the user's key. */
  static final String CHANGED = "presence.changed";

  private static final Logger log = LoggerFactory.getLogger(Attendance.class);

  private final Vertx vertx;
  private final Bus bus;
  private final SessionDirectory directory;
  private final PresenceStore store;
  private final LocalSessions local;

  /** For the sessions of that directory. */
  public Attendance(
      Vertx vertx, Bus bus, SessionDirectory directory, PresenceStore store, LocalSessions local) {
    this.vertx = vertx;
    this.bus = bus;
    this.directory = directory;
    this.store = store;
    this.local = local;
  }

  /** The address at which an edge is asked about its sessions, beside that of its deliveries. */
  public static String addressOf(SessionRef session) {
    String prefix = Contract.PRESENCE_DELIVER.addressAt("");
    return Contract.PRESENCE_SESSION.addressAt(session.edge().substring(prefix.length()));
  }

  /**
   * A device of the user is connected.
   *
   * @param at milliseconds since the epoch
   */
  public void arrived(UserRef user, long at) {
    update(user, PresenceUpdate.online(true, at))
        .onFailure(problem -> log.warn("a user could not be marked online", problem));
  }

  /**
   * A session of the user is gone, or waits since longer than the grace: the user is offline if no
   * other is there.
   *
   * @param at when it was last connected, in milliseconds since the epoch
   */
  public void left(UserRef user, long at) {
    anyPresent(user)
        .compose(
            present ->
                present
                    ? Future.succeededFuture()
                    : update(user, PresenceUpdate.online(false, at))
                        .compose(done -> undoIfSomebodyCame(user, at)))
        .onFailure(problem -> log.warn("a user could not be marked offline", problem));
  }

  /** Somebody may have come between the look and the deed. */
  private Future<?> undoIfSomebodyCame(UserRef user, long at) {
    return anyPresent(user)
        .compose(
            present ->
                present ? update(user, PresenceUpdate.online(true, at)) : Future.succeededFuture());
  }

  /** What call-service says about a user's line. */
  public Future<Done> line(LineState line) {
    return update(line.user(), PresenceUpdate.inCall(line.inCall())).map(Done.DONE);
  }

  /** Changes a record; all edges hear of it if it is another one then. */
  Future<Optional<PresenceRecord>> update(UserRef user, PresenceUpdate update) {
    return store
        .update(user, update)
        .onSuccess(
            changed -> changed.ifPresent(record -> vertx.eventBus().publish(CHANGED, user.key())));
  }

  private Future<Boolean> anyPresent(UserRef user) {
    return directory
        .of(user)
        .compose(
            found -> {
              List<Future<Boolean>> standings =
                  found.sessions().stream().map(this::isPresent).toList();
              return Future.join(standings).map(all -> standings.stream().anyMatch(Future::result));
            });
  }

  private Future<Boolean> isPresent(SessionRef session) {
    return local
        .isPresent(session.sessionId())
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                bus.ask(
                        Contract.PRESENCE_SESSION,
                        addressOf(session),
                        new SessionOrder.Probe(session))
                    .map(SessionStanding::present)
                    // An edge that does not answer has no socket of anybody.
                    .otherwise(false));
  }
}
