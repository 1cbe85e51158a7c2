package io.carillon.call;

import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.cluster.LiveNodes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What this node does for one that is gone. Nothing here is owed by a timer alone: each look goes
 * by what the shared maps hold, over the keys that this node owns by then, and is repeated for a
 * while, since partitions and membership do not change at the same moment.
 *
 * <p>Confined to the context that starts it.
 */
final class Failover {
  private static final long LOOK_AGAIN_MS = 1_000;
  private static final long LOOKS_FOR_MS = 60_000;

  /**
   * How far back effects may be lost: a node that hangs is a member for ten seconds more, in which
   * nothing changes in its partitions.
   */
  private static final long ECHO_MS = 20_000;

  /** Partitions change hands after the membership does. */
  private static final long ECHO_AGAIN_MS = 2_000;

  private final ServiceContext context;
  private final Orphans orphans;
  private final Absentees absentees;
  private final Echo echo;
  private final long offlineGraceMs;
  private long lookUntil;
  private boolean looking;
  private boolean checking;

  Failover(
      ServiceContext context,
      Orphans orphans,
      Absentees absentees,
      Echo echo,
      Duration offlineGrace) {
    this.context = context;
    this.orphans = orphans;
    this.absentees = absentees;
    this.echo = echo;
    this.offlineGraceMs = offlineGrace.toMillis();
  }

  /** Begins to follow the membership. */
  void start() {
    Context own = context.vertx().getOrCreateContext();
    LiveNodes nodes = context.nodes();
    nodes.onDeparture(departure -> own.runOnContext(turn -> left(departure)));
    nodes.onArrival(node -> own.runOnContext(turn -> came(node)));
    nodes.onMerge(() -> own.runOnContext(turn -> lookForAWhile()));
  }

  private void left(LiveNodes.Departure departure) {
    orphans.left(departure);
    lookForAWhile();
    if (Echo.isOwedAfter(departure) && context.quorum().isMet()) {
      long since = now() - ECHO_MS;
      later(ECHO_AGAIN_MS, () -> echo.tellOf(since));
      echo.tellOf(since);
    }
  }

  private void came(String node) {
    orphans.came(node);
    // What it brings along from a part of the cluster that was cut off may name dead nodes.
    lookForAWhile();
  }

  private void lookForAWhile() {
    lookUntil = now() + LOOKS_FOR_MS;
    if (!looking) {
      looking = true;
      look();
    }
    if (!checking) {
      checking = true;
      later(offlineGraceMs, this::check);
    }
  }

  /** Without a quorum it may be this node that is gone. */
  private void look() {
    Future<Void> looked = context.quorum().isMet() ? orphans.look() : Future.succeededFuture();
    looked.onComplete(
        done -> {
          looking = now() < lookUntil;
          if (looking) {
            later(LOOK_AGAIN_MS, this::look);
          }
        });
  }

  /** Until all is well and no look at the sessions may come upon more. */
  private void check() {
    absentees
        .look()
        .onComplete(
            done -> {
              checking = now() < lookUntil + offlineGraceMs || !done.result();
              if (checking) {
                later(offlineGraceMs, this::check);
              }
            });
  }

  private void later(long delayMs, Runnable action) {
    context.vertx().timer(Math.max(1, delayMs), TimeUnit.MILLISECONDS).onSuccess(t -> action.run());
  }

  private long now() {
    return context.clock().millis();
  }
}
