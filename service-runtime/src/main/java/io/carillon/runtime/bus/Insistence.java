package io.carillon.runtime.bus;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks again while the answer is {@code unavailable}: the node that was asked died or hangs, and
 * another one is about to take its place. What is asked may have been carried out each time, so it
 * has to be repeatable.
 *
 * <p>Safe for use by several threads; a future completes on the context of the caller.
 */
public final class Insistence {
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 1_000;

  private final Vertx vertx;
  private final long longestNanos;

  /** Gives up after that time. */
  public Insistence(Vertx vertx, Duration longest) {
    this.vertx = vertx;
    this.longestNanos = longest.toNanos();
  }

  /**
   * Asks until there is an answer that is not {@code unavailable}.
   *
   * @param ask asks whoever is to be asked by then; may throw what it would fail with
   */
  public <T> Future<T> on(Supplier<Future<T>> ask) {
    return on(ask, answer -> false);
  }

  /**
   * The same where an answer, too, can say that somebody is unavailable.
   *
   * @param isUnavailable whether an answer says so
   */
  public <T> Future<T> on(Supplier<Future<T>> ask, Predicate<T> isUnavailable) {
    Future<T> first = attempt(ask);
    return first.succeeded() && !isUnavailable.test(first.result())
        ? first
        : again(ask, isUnavailable, first, System.nanoTime() + longestNanos, FIRST_PAUSE_MS);
  }

  private <T> Future<T> again(
      Supplier<Future<T>> ask,
      Predicate<T> isUnavailable,
      Future<T> before,
      long deadlineNanos,
      long pauseMs) {
    return before.transform(
        done -> {
          boolean unavailable =
              done.succeeded() ? isUnavailable.test(done.result()) : isUnavailable(done.cause());
          long jittered = pauseMs / 2 + ThreadLocalRandom.current().nextLong(pauseMs);
          long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
          if (!unavailable || jittered > leftMs) {
            return before;
          }
          return vertx
              .timer(jittered, TimeUnit.MILLISECONDS)
              .compose(
                  later ->
                      again(
                          ask,
                          isUnavailable,
                          attempt(ask),
                          deadlineNanos,
                          Math.min(2 * pauseMs, LONGEST_PAUSE_MS)));
        });
  }

  private static <T> Future<T> attempt(Supplier<Future<T>> ask) {
    try {
      return ask.get();
    } catch (ProtocolException nobody) {
      return Future.failedFuture(nobody);
    }
  }

  private static boolean isUnavailable(Throwable problem) {
    return problem instanceof ProtocolException refusal && refusal.code() == ErrorCode.UNAVAILABLE;
  }
}
