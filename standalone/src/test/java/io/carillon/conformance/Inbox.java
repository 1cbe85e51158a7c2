package io.carillon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The frames that a socket has received and no test has taken yet. Safe for use by many threads.
 */
final class Inbox {
  /** Generous, since it only costs time when something is wrong. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Stands for a connection that ended without a close frame (RFC 6455, 7.1.5). */
  static final int ABNORMAL = 1006;

  private final List<JsonNode> frames = new ArrayList<>();
  private int pings;
  private Integer closeCode;

  synchronized void add(JsonNode frame) {
    frames.add(frame);
    notifyAll();
  }

  synchronized void pinged() {
    pings++;
    notifyAll();
  }

  synchronized void closed(int code) {
    if (closeCode == null) {
      closeCode = code;
      notifyAll();
    }
  }

  /** Takes the oldest frame that matches, waiting for it; fails when the socket ends before. */
  synchronized JsonNode take(String what, Predicate<JsonNode> wanted, Duration patience) {
    return takeUnlessClosed(what, wanted, patience)
        .orElseThrow(
            () ->
                new AssertionError(
                    "the socket closed with "
                        + closeCode
                        + " before "
                        + what
                        + "; not taken: "
                        + frames));
  }

  /** Takes the oldest frame that matches, waiting for it; nothing when the socket ends before. */
  synchronized Optional<JsonNode> takeUnlessClosed(
      String what, Predicate<JsonNode> wanted, Duration patience) {
    await(() -> indexOf(wanted) >= 0 || closeCode != null, what, patience);
    int index = indexOf(wanted);
    return index < 0 ? Optional.empty() : Optional.of(frames.remove(index));
  }

  private int indexOf(Predicate<JsonNode> wanted) {
    for (int i = 0; i < frames.size(); i++) {
      if (wanted.test(frames.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** What matches among the frames that are here now; takes nothing. */
  synchronized List<JsonNode> peek(Predicate<JsonNode> wanted) {
    return frames.stream().filter(wanted).toList();
  }

  /**
   * Waits for the end of the connection and gives its close code, {@link #ABNORMAL} without one.
   */
  synchronized int awaitClose(Duration patience) {
    await(() -> closeCode != null, "the close of the socket", patience);
    return closeCode;
  }

  synchronized boolean isClosed() {
    return closeCode != null;
  }

  synchronized void awaitPings(int count, Duration patience) {
    await(() -> pings >= count, count + " WebSocket pings", patience);
  }

  /** Waits for a condition that only the arrival of a frame or the close can bring about. */
  synchronized void await(Supplier<Boolean> condition, String what, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.get()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(
            "waited " + patience + " in vain for " + what + "; not taken: " + frames);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }
}
