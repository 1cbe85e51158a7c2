package io.carillon.runtime.authorization;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets so many steps be under way at once; the others begin in the order in which they came, on the
 * thread that makes room for them. Safe for use by several threads.
 */
final class Turnstile {
  private final Queue<Supplier<Future<?>>> waiting = new ArrayDeque<>();
  private final int capacity;
  private int inside;

  Turnstile(int capacity) {
    this.capacity = capacity;
  }

  /** Begins the step when there is room; it must not throw. The future is the step's own. */
  <T> Future<T> pass(Supplier<Future<T>> step) {
    Promise<T> outcome = Promise.promise();
    synchronized (this) {
      waiting.add(() -> step.get().onComplete(outcome));
    }
    fill();
    return outcome.future();
  }

  /** A loop, since thousands of steps may follow each other that are done at once. */
  private void fill() {
    Supplier<Future<?>> next = enter();
    while (next != null) {
      Future<?> step = next.get();
      if (step.isComplete()) {
        leave();
      } else {
        step.onComplete(
            done -> {
              leave();
              fill();
            });
      }
      next = enter();
    }
  }

  private synchronized Supplier<Future<?>> enter() {
    if (inside == capacity || waiting.isEmpty()) {
      return null;
    }
    inside++;
    return waiting.poll();
  }

  private synchronized void leave() {
    inside--;
  }
}
