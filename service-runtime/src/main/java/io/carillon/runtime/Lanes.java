package io.carillon.runtime;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs the steps of one key one after the other, those of different keys side by side. A step
 * begins when the one before it has completed, in whatever way.
 *
 * <p>Not safe for use by several threads: confined to the context that made it.
 */
public final class Lanes<K> {
  private final Map<K, Future<?>> tails = new HashMap<>();

  /** Adds a step to the key's lane; the future is the step's own. */
  public <T> Future<T> run(K key, Supplier<Future<T>> step) {
    Future<?> before = tails.get(key);
    Future<T> result = before == null ? start(step) : before.transform(anyOutcome -> start(step));
    if (!result.isComplete()) {
      tails.put(key, result);
      result.onComplete(done -> tails.remove(key, result));
    }
    return result;
  }

  /** Whether nothing is under way for any key. */
  public boolean isIdle() {
    return tails.isEmpty();
  }

  private static <T> Future<T> start(Supplier<Future<T>> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
