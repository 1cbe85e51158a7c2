package io.carillon.runtime.authorization;

import java.util.function.LongSupplier;

/**
 * Whether an app that fails is worth asking: after {@value #FAILURES} failures in a row it is left
 * alone, and asked once every {@value #PAUSE_MS} ms until it answers. Safe for use by several
 * threads.
 */
final class Circuit {
  static final int FAILURES = 5;
  static final long PAUSE_MS = 5_000;

  private final LongSupplier monotonicMs;
  private int failures;
  private long lastTryAt;

  Circuit(LongSupplier monotonicMs) {
    this.monotonicMs = monotonicMs;
  }

  /** Whether to ask now; if so, say what came of it. */
  synchronized boolean mayTry() {
    if (!isOpen()) {
      return true;
    }
    long now = monotonicMs.getAsLong();
    if (now - lastTryAt < PAUSE_MS) {
      return false;
    }
    lastTryAt = now;
    return true;
  }

  /** There was an answer; returns whether that is news. */
  synchronized boolean succeeded() {
    boolean wasOpen = isOpen();
    failures = 0;
    return wasOpen;
  }

  /** There was none; returns whether the app is left alone from now on. */
  synchronized boolean failed() {
    lastTryAt = monotonicMs.getAsLong();
    if (isOpen()) {
      return false;
    }
    failures++;
    return isOpen();
  }

  private boolean isOpen() {
    return failures >= FAILURES;
  }
}
