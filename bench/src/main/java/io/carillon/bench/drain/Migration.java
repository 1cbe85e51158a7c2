package io.carillon.bench.drain;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of the clients of an edge that was drained. Safe for use by several threads. */
final class Migration {
  private static final int REQUESTS_EACH = 2;

  private final int clients;
  private final AtomicInteger resumed = new AtomicInteger();
  private final AtomicInteger anew = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile long begun;
  private volatile long lastArrival;

  Migration(int clients) {
    this.clients = clients;
  }

  /** The edge is told to drain now. */
  void begin() {
    begun = System.nanoTime();
    lastArrival = begun;
  }

  /** A client has signed in at the other edge. */
  void arrived(boolean withItsSession) {
    (withItsSession ? resumed : anew).incrementAndGet();
    lastArrival = System.nanoTime();
  }

  /** A request of a client was answered. */
  void answered(boolean good) {
    (good ? served : refused).incrementAndGet();
  }

  /** Whether every client is back and has its replies. */
  boolean isOver() {
    return resumed.get() + anew.get() >= clients
        && served.get() + refused.get() >= REQUESTS_EACH * clients;
  }

  /** The result in one line. */
  String describe(Duration edgeEnded) {
    return String.format(
        Locale.ROOT,
        "%,d clients: %,d resumed on the other edge and %,d began anew, the last one after %.1f s;"
            + " of %,d requests %,d failed and %,d got no reply; the drained edge ended after"
            + " %.1f s",
        clients,
        resumed.get(),
        anew.get(),
        (lastArrival - begun) / 1e9,
        REQUESTS_EACH * clients,
        refused.get(),
        REQUESTS_EACH * clients - served.get() - refused.get(),
        edgeEnded.toMillis() / 1e3);
  }
}
