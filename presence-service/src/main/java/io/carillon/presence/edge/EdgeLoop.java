package io.carillon.presence.edge;

import io.carillon.presence.roster.Roster;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Delivery;
import io.carillon.protocol.contract.DeliveryOutcome;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionOrder;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.contract.SessionStanding;
import io.carillon.runtime.Lanes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One event loop of the edge: the sockets and the sessions that live on it, and the one timer that
 * looks after all of them. Everything here happens on that loop, {@link #run} excepted.
 */
final class EdgeLoop {
  private static final Logger log = LoggerFactory.getLogger(EdgeLoop.class);
  private static final int RESTATED_AT_A_TIME = 16;
  private static final Future<DeliveryOutcome> DELIVERED =
      Future.succeededFuture(new DeliveryOutcome(true));
  private static final Future<DeliveryOutcome> ABSENT =
      Future.succeededFuture(new DeliveryOutcome(false));

  private final Edge edge;
  private final Vertx vertx;
  private final Context context;
  private final Thread thread;
  private final String address;
  private final Roster roster;
  private final SignIn signIn;
  private final Lanes<String> changes = new Lanes<>();
  private final Handovers handovers;
  private final Restatement restatement;
  private final Set<EdgeSocket> sockets = new HashSet<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Set<Session> waiting = new HashSet<>();

  /** The loop of the calling thread and its context. */
  EdgeLoop(Edge edge, String place) {
    this.edge = edge;
    this.vertx = edge.node().vertx();
    this.context = vertx.getOrCreateContext();
    this.thread = Thread.currentThread();
    this.address = Contract.PRESENCE_DELIVER.addressAt(place);
    this.roster =
        new Roster(
            vertx,
            edge.node().presence()::of,
            edge.attendance(),
            edge.node().authorization(),
            edge.node().clock());
    this.signIn = new SignIn(this);
    this.handovers = new Handovers(this);
    this.restatement = new Restatement(this);
    edge.node()
        .bus()
        .serve(
            Contract.PRESENCE_HANDOVER,
            Contract.PRESENCE_HANDOVER.addressAt(place),
            handovers::handOver);
    edge.node().bus().serve(Contract.PRESENCE_DELIVER, address, this::deliver);
    edge.node()
        .bus()
        .serve(Contract.PRESENCE_SESSION, Contract.PRESENCE_SESSION.addressAt(place), this::obey);
    roster.listen();
    vertx.setPeriodic(edge.settings().sweepInterval(), tick -> sweep());
  }

  Edge edge() {
    return edge;
  }

  Vertx vertx() {
    return vertx;
  }

  Roster roster() {
    return roster;
  }

  SignIn signIn() {
    return signIn;
  }

  /** The event-bus address of deliveries to this loop's sessions. */
  String address() {
    return address;
  }

  boolean isCurrent() {
    return thread.equals(Thread.currentThread());
  }

  /**
   * Does something on this loop: at once if the caller is on it. What one thread hands over is done
   * in order. Safe for use by several threads.
   */
  void run(Runnable action) {
    if (isCurrent()) {
      action.run();
    } else {
      context.runOnContext(turn -> action.run());
    }
  }

  void add(EdgeSocket socket) {
    sockets.add(socket);
  }

  void remove(EdgeSocket socket) {
    sockets.remove(socket);
  }

  void add(Session session) {
    sessions.put(session.id(), session);
    edge.index().add(session);
  }

  void remove(Session session) {
    sessions.remove(session.id());
    edge.index().remove(session);
    roster.forget(session);
  }

  void awaitResume(Session session) {
    waiting.add(session);
  }

  void stopAwaiting(Session session) {
    waiting.remove(session);
  }

  /**
   * Tells call-service what happened to a session; what is told of one session arrives in order.
   */
  void tell(SessionChange change) {
    tell(change, Future.succeededFuture());
  }

  /** The same, but not before something else has completed, in whatever way. */
  void tell(SessionChange change, Future<?> before) {
    changes
        .run(
            change.session().sessionId(),
            () -> before.transform(anyOutcome -> edge.patience().on(() -> ask(change))))
        .onFailure(
            problem ->
                // What is no refusal is the bus going down with the node.
                log.atLevel(problem instanceof ProtocolException ? Level.WARN : Level.DEBUG)
                    .addKeyValue("session", change.session().sessionId())
                    .addKeyValue("change", change.getClass().getSimpleName())
                    .addKeyValue("cause", problem.getMessage())
                    .log("call-service was not told"));
  }

  /** Asks call-service once. */
  Future<SessionSnapshot> ask(SessionChange change) {
    try {
      String owner =
          edge.node().placement().addressOf(Contract.CALL_SESSION, change.session().user().key());
      return edge.node().bus().ask(Contract.CALL_SESSION, owner, change);
    } catch (ProtocolException nobody) {
      return Future.failedFuture(nobody);
    }
  }

  private Future<DeliveryOutcome> deliver(Delivery delivery) {
    Session session = sessions.get(delivery.sessionId());
    if (session == null) {
      return handovers.passOn(delivery);
    }
    return session.deliver(delivery.notice()) ? DELIVERED : ABSENT;
  }

  /** The session of that id, or null. */
  Session session(String id) {
    return sessions.get(id);
  }

  /** Completes when call-service knows, or will not know, what it was told of a session so far. */
  Future<?> told(String sessionId) {
    return changes.run(sessionId, Future::succeededFuture);
  }

  /** From now on, what comes for a session is passed on to another edge. */
  void forward(String sessionId, String edge) {
    handovers.forward(sessionId, edge);
  }

  /** An event for a session that may have gone to another edge. */
  void follow(String sessionId, Notice notice) {
    handovers.passOn(new Delivery(sessionId, notice));
  }

  /**
   * This edge was cut off from the others and is back: its sessions are entered again, those that
   * were taken over meanwhile let go, and all others told how their calls stand.
   */
  void restate() {
    Iterator<Session> all = List.copyOf(sessions.values()).iterator();
    for (int lane = 0; lane < RESTATED_AT_A_TIME; lane++) {
      restateNext(all);
    }
  }

  private void restateNext(Iterator<Session> all) {
    if (all.hasNext()) {
      Session session = all.next();
      changes
          .run(session.id(), () -> restatement.of(session))
          .onFailure(
              problem ->
                  log.atWarn()
                      .addKeyValue("session", session.id())
                      .addKeyValue("cause", problem.getMessage())
                      .log("a session was not stated again"))
          .onComplete(done -> context.runOnContext(turn -> restateNext(all)));
    }
  }

  private Future<SessionStanding> obey(SessionOrder order) {
    Session session = sessions.get(order.session().sessionId());
    if (session == null) {
      return Future.succeededFuture(SessionStanding.ABSENT);
    }
    SessionStanding standing = session.standing();
    if (!(order instanceof SessionOrder.Replaced)) {
      return Future.succeededFuture(standing);
    }
    session.replaced();
    // What it asked for takes effect before its successor looks at the user's calls.
    return session.requestsSettled().transform(settled -> Future.succeededFuture(standing));
  }

  private void sweep() {
    long now = Edge.monotonicMs();
    // Copies: what is looked at may go away by that.
    for (EdgeSocket socket : sockets.toArray(EdgeSocket[]::new)) {
      socket.sweep(now);
    }
    for (Session session : waiting.toArray(Session[]::new)) {
      session.sweep(now);
    }
    edge.helloLimits().sweep();
    handovers.sweep(now);
  }

  /** Whether no socket is left. */
  boolean isEmpty() {
    return sockets.isEmpty();
  }

  /** Whether a session that has lost its socket since then can still be handed over. */
  boolean awaitsAnySince(long moment) {
    return waiting.stream().anyMatch(session -> session.hasWaitedSince(moment));
  }

  /**
   * Ends the sockets whose clients take no part in their closing, so that nothing waits for them.
   */
  void stop() {
    List.copyOf(sockets).forEach(EdgeSocket::endIfClosing);
  }

  /** Sends every client away, each at a moment of its own within the spread. */
  void drain(long spreadMs) {
    for (EdgeSocket socket : List.copyOf(sockets)) {
      socket.drain(spreadMs);
    }
  }
}
