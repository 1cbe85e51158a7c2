package io.carillon.presence.edge;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.view.EndedCall;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;

/**
 * States sessions again after their edge was cut off from the other nodes. These have dropped them
 * meanwhile, and what was to be told to them is lost. Confined to the loop.
 */
final class Restatement {
  private final EdgeLoop loop;
  private final Edge edge;

  Restatement(EdgeLoop loop) {
    this.loop = loop;
    this.edge = loop.edge();
  }

  /**
   * States one. A session that its device has elsewhere by now is the newer one; any other gets to
   * know how its calls stand.
   */
  Future<Void> of(Session session) {
    if (session.isGone() || session.isBeginning()) {
      return Future.succeededFuture();
    }
    return edge.patience()
        .on(() -> edge.node().sessions().restate(session.ref()))
        .compose(
            entered -> {
              if (!entered) {
                session.replaced();
                return Future.succeededFuture();
              }
              return session.isConnected() ? present(session) : absent(session);
            });
  }

  private Future<Void> present(Session session) {
    edge.attendance().arrived(session.user(), edge.wallMs());
    return edge.patience()
        .on(() -> loop.ask(new SessionChange.Restated(session.ref())))
        .onSuccess(snapshot -> catchUp(session, snapshot))
        .mapEmpty();
  }

  private Future<Void> absent(Session session) {
    return edge.patience().on(() -> loop.ask(new SessionChange.Lost(session.ref()))).mapEmpty();
  }

  /**
   * What is said of a call that is over is told only to a client that does not know it; and a call
   * of which nobody knows any more is over.
   */
  private static void catchUp(Session session, SessionSnapshot snapshot) {
    Set<String> over = new HashSet<>(session.latestTold().live());
    snapshot.calls().forEach(call -> over.remove(call.callId()));
    snapshot.notices().stream()
        .filter(
            notice ->
                !notice.type().equals("call.ended")
                    || over.remove(CallStamp.callId(notice.data().text())))
        .forEach(session::emitIfLive);
    over.forEach(callId -> session.emitIfLive(ended(session, callId, snapshot)));
  }

  private static Notice ended(Session session, String callId, SessionSnapshot snapshot) {
    EndReason reason =
        snapshot.recentlyEnded().stream()
            .filter(call -> call.callId().equals(callId))
            .map(EndedCall::reason)
            .findFirst()
            .orElse(EndReason.CONNECTION_LOST);
    return Notice.of(
        new CallEvent.Ended(callId, session.latestTold().version(callId), reason, null, 0, null));
  }
}
