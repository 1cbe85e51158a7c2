package io.carillon.call;

import io.carillon.call.core.CallCommand;
import io.carillon.call.store.Calls;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.cluster.LiveNodes;
import io.vertx.core.Future;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells anew how those calls stand that were changed shortly before a node died: what call-service
 * was about to tell there is lost, and so is what an adapter there had been told and not noted.
 * Each node that is left does so for the calls that it owns now.
 *
 * <p>Confined to one context.
 */
final class Echo {
  private static final Logger log = LoggerFactory.getLogger(Echo.class);

  private final ServiceContext context;
  private final Calls calls;
  private final Switchboard switchboard;

  Echo(ServiceContext context, Calls calls, Switchboard switchboard) {
    this.context = context;
    this.calls = calls;
    this.switchboard = switchboard;
  }

  /** Whether word of a call may be lost with that node. */
  static boolean isOwedAfter(LiveNodes.Departure departure) {
    return departure.services().contains("call") || departure.services().contains("media");
  }

  /**
   * Tells of what was changed then or later; never fails.
   *
   * @param since milliseconds since the epoch
   */
  Future<Void> tellOf(long since) {
    return context
        .vertx()
        .executeBlocking(() -> calls.changedSince(since), false)
        .compose(this::tell)
        .otherwise(
            problem -> {
              log.atWarn().setCause(problem).log("the latest calls were not looked for");
              return null;
            });
  }

  private Future<Void> tell(Collection<String> keys) {
    if (!keys.isEmpty()) {
      log.atInfo().addKeyValue("calls", keys.size()).log("the latest calls are told anew");
    }
    long now = context.clock().millis();
    return Future.join(
            keys.stream()
                .map(key -> switchboard.carryOut(key, new CallCommand.Restate(null, now), null))
                .toList())
        .mapEmpty();
  }
}
