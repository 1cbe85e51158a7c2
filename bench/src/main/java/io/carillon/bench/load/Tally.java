package io.carillon.bench.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * What one phase of load has come to. Latencies count when the moment that they are counted from
 * lies in the measuring window. Safe for use by all lanes at once.
 */
final class Tally {

  /** Failures after which a phase is pointless. */
  static final int TOLERATED_FAILURES = 100;

  private static final int SIGNIFICANT_DIGITS = 3;

  private final Recorder latencies = new Recorder(SIGNIFICANT_DIGITS);
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong unserved = new AtomicLong();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final CountDownLatch enough = new CountDownLatch(1);
  private final AtomicReference<String> fatal = new AtomicReference<>();
  private final long limit;

  private volatile Window window = new Window(false, 0, 0, 0);

  /**
   * @param limit completions within the window after which it may close early
   */
  Tally(long limit) {
    this.limit = limit;
  }

  private record Window(boolean open, long fromNanos, long toNanos, long completedBefore) {

    boolean contains(long nanos) {
      return nanos - fromNanos >= 0 && (open || toNanos - nanos > 0);
    }
  }

  void openWindow() {
    window = new Window(true, System.nanoTime(), 0, completed.get());
  }

  void closeWindow() {
    Window opened = window;
    window = new Window(false, opened.fromNanos, System.nanoTime(), opened.completedBefore);
  }

  /** Waits until the limit is reached, too much has failed, or the time is over. */
  void await(Duration time) throws InterruptedException {
    if (enough.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      check();
    }
  }

  /**
   * @throws LoadFailedException if the phase is pointless
   */
  void check() {
    if (fatal.get() != null) {
      throw new LoadFailedException(fatal.get() + "; before that: " + failures());
    }
    if (failed.get() > TOLERATED_FAILURES) {
      throw new LoadFailedException("too much of the load fails: " + failures());
    }
  }

  /** Something happened after which nothing can be measured. */
  void fatal(String what) {
    fatal.compareAndSet(null, what);
    enough.countDown();
  }

  void delivered(long sinceNanos, long nowNanos) {
    if (window.contains(sinceNanos)) {
      latencies.recordValue(Math.max(0, nowNanos - sinceNanos));
    }
  }

  /** Something intended was never begun; its wait so far counts as its latency. */
  void unserved(long sinceNanos, long nowNanos) {
    unserved.incrementAndGet();
    delivered(sinceNanos, nowNanos);
  }

  void completed() {
    long count = completed.incrementAndGet();
    Window now = window;
    if (now.open && count - now.completedBefore >= limit) {
      enough.countDown();
    }
  }

  void failed(String what) {
    failures.computeIfAbsent(what, ignored -> new LongAdder()).increment();
    if (failed.incrementAndGet() > TOLERATED_FAILURES) {
      enough.countDown();
    }
  }

  long completedCount() {
    return completed.get();
  }

  long unservedCount() {
    return unserved.get();
  }

  Map<String, Long> failures() {
    Map<String, Long> counts = new TreeMap<>();
    failures.forEach((what, count) -> counts.put(what, count.sum()));
    return counts;
  }

  /** The latencies in nanoseconds since the last time that this was asked. */
  Histogram latencies() {
    return latencies.getIntervalHistogram();
  }
}
