package io.carillon.runtime.media;

import io.carillon.protocol.contract.BridgeSupply;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an eye on the {@link BridgeBoard}, so that whether a bridge can be had is known without
 * asking. It is a hint: up to a second old, and an adapter that dies counts for {@value
 * #SILENCE_MS} ms more.
 *
 * <p>{@link #supply} may be asked by every thread; the rest is confined to one context.
 */
public final class BridgeWatch {
  private static final Logger log = LoggerFactory.getLogger(BridgeWatch.class);
  private static final long LOOK_INTERVAL_MS = 1_000;

  /** An adapter that has posted nothing new for so long is gone. */
  static final long SILENCE_MS = 3 * BridgeBoard.POST_INTERVAL_MS;

  /** A report and when it was first seen, by the clock of this node. */
  private record Seen(BridgeReport report, long at) {}

  private final Vertx vertx;
  private final BridgeBoard board;
  private final LongSupplier monotonicMs;
  private Map<String, Seen> seen = Map.of();
  private volatile BridgeSupply supply = BridgeSupply.NONE;

  /**
   * A watch that has not looked yet.
   *
   * @param monotonicMs a clock that is never set back, milliseconds
   */
  public BridgeWatch(Vertx vertx, BridgeBoard board, LongSupplier monotonicMs) {
    this.vertx = vertx;
    this.board = board;
    this.monotonicMs = monotonicMs;
  }

  /** What can be had, as far as is known. */
  public BridgeSupply supply() {
    return supply;
  }

  /** Looks, and again every second; ends with the context that called. */
  public void start() {
    board
        .all()
        .onSuccess(this::see)
        .onFailure(
            problem -> {
              log.atDebug().setCause(problem).log("the reports of bridges could not be read");
              see(seen.values().stream().map(Seen::report).toList());
            })
        .onComplete(done -> vertx.setTimer(LOOK_INTERVAL_MS, fired -> start()));
  }

  /** Takes in what is up at the moment. */
  void see(Collection<BridgeReport> reports) {
    long now = monotonicMs.getAsLong();
    Map<String, Seen> next = new HashMap<>();
    for (BridgeReport report : reports) {
      Seen before = seen.get(report.adapter());
      boolean same = before != null && before.report().equals(report);
      next.put(report.adapter(), same ? before : new Seen(report, now));
    }
    seen = next;
    boolean configured = false;
    boolean usable = false;
    for (Seen each : next.values()) {
      configured |= each.report().configured() > 0;
      usable |= each.report().usable() > 0 && now - each.at() < SILENCE_MS;
    }
    supply =
        usable ? BridgeSupply.AVAILABLE : configured ? BridgeSupply.UNAVAILABLE : BridgeSupply.NONE;
  }
}
