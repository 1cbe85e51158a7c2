package io.carillon.call;

import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.cluster.LiveNodes;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the sessions of edges that are dead: their parties get the grace to reconnect, and nobody
 * delivers to them any more. Each node that holds data looks after the users whose entries it owns,
 * so it is done once, and done again by whoever takes over from one that dies over it.
 *
 * <p>Confined to one context.
 */
final class Orphans {
  private static final Logger log = LoggerFactory.getLogger(Orphans.class);

  private final ServiceContext context;
  private final SessionCalls sessions;

  /** Nodes that were seen to leave. */
  private final Set<String> departed = new HashSet<>();

  /** Nodes that were unknown at the last look: one that has just come may be known here late. */
  private Set<String> unknown = Set.of();

  Orphans(ServiceContext context, SessionCalls sessions) {
    this.context = context;
    this.sessions = sessions;
  }

  /** A node is gone: its sessions are dropped at the next look. */
  void left(LiveNodes.Departure departure) {
    departed.add(departure.node());
  }

  /** A node of that name is there. */
  void came(String node) {
    departed.remove(node);
  }

  /** Drops what is there to drop; never fails. */
  Future<Void> look() {
    return Future.succeededFuture()
        .compose(now -> context.sessions().elsewhere(context.nodes().names()))
        .compose(this::drop)
        .otherwise(
            problem -> {
              log.atWarn().setCause(problem).log("the sessions of dead nodes were not looked for");
              return null;
            });
  }

  private Future<Void> drop(List<SessionRef> orphans) {
    Set<String> before = unknown;
    Set<String> now = new HashSet<>();
    orphans.forEach(session -> now.add(session.node()));
    unknown = now;
    List<SessionRef> dead =
        orphans.stream()
            .filter(session -> departed.contains(session.node()) || before.contains(session.node()))
            .toList();
    if (!dead.isEmpty()) {
      log.atInfo().addKeyValue("sessions", dead.size()).log("sessions of dead nodes are dropped");
    }
    return dropEach(dead.iterator());
  }

  /** One after the other, so that a node that held many does not flood the ones that are left. */
  private Future<Void> dropEach(Iterator<SessionRef> dead) {
    while (dead.hasNext()) {
      Future<?> dropped = drop(dead.next());
      if (!dropped.isComplete()) {
        return dropped.transform(done -> dropEach(dead));
      }
    }
    return Future.succeededFuture();
  }

  /**
   * The entry goes when its calls know: should this node die before, the next one finds it. A call
   * that lets the session in meanwhile either finds no entry, or is found once that is gone.
   */
  private Future<?> drop(SessionRef session) {
    return sessions
        .changed(new SessionChange.Lost(session))
        .compose(told -> context.sessions().remove(session))
        .compose(removed -> context.sessions().of(session.user()))
        .compose(
            user ->
                user.withId(session.sessionId())
                    .map(moved -> sessions.changed(new SessionChange.Resumed(moved)))
                    .orElseGet(() -> sessions.changed(new SessionChange.Lost(session))))
        .onFailure(
            problem ->
                log.atDebug()
                    .addKeyValue("session", session.sessionId())
                    .addKeyValue("problem", problem.getMessage())
                    .log("a session of a dead node will be dropped at the next look"));
  }
}
