package io.carillon.runtime.bus;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Who answers in this same process, by address. A question to one of them is handed over from event
 * loop to event loop, or called at once where both are on the same loop: what the event bus does on
 * the way (reply addresses, timers, codecs, cluster look-ups) costs more than most questions
 * themselves.
 *
 * <p>Safe for use by several threads.
 */
final class Neighbours {
  private static final long SWEEP_MS = 500;

  private final Vertx vertx;
  private final long timeoutNanos;
  private final Map<String, CopyOnWriteArrayList<Neighbour<?, ?>>> byAddress =
      new ConcurrentHashMap<>();
  private final Set<Pending<?>> pending = ConcurrentHashMap.newKeySet();

  Neighbours(Vertx vertx, long timeoutMs) {
    this.vertx = vertx;
    this.timeoutNanos = timeoutMs * 1_000_000;
    vertx.setPeriodic(Math.min(SWEEP_MS, timeoutMs), tick -> giveUpOnTheOverdue());
  }

  /** Makes the caller's context answer at an address; the handler must not throw. */
  <Q, R> void add(String address, Function<Q, Future<? extends R>> handler) {
    byAddress
        .computeIfAbsent(address, unused -> new CopyOnWriteArrayList<>())
        .add(new Neighbour<>((ContextInternal) vertx.getOrCreateContext(), handler));
  }

  /** Whether anybody here answers at that address. */
  boolean answer(String address) {
    return byAddress.containsKey(address);
  }

  /**
   * Asks one that answers at the address, by preference one on the caller's own event loop.
   *
   * @param patience how many time-outs the answer may take
   * @return the answer on the caller's context; {@code unavailable} if it does not come in time
   */
  <Q, R> Future<R> ask(String address, Q question, int patience) {
    ContextInternal asker = (ContextInternal) vertx.getOrCreateContext();
    @SuppressWarnings("unchecked")
    Neighbour<Q, R> neighbour = (Neighbour<Q, R>) nearest(byAddress.get(address), asker);
    Promise<R> answer = asker.promise();
    if (neighbour.isOnLoopOf(asker) && asker.nettyEventLoop().inEventLoop()) {
      Future<? extends R> given = neighbour.callHere(question);
      if (given.succeeded()) {
        return asker.succeededFuture(given.result());
      }
      await(given, answer, patience);
    } else {
      neighbour.context.emit(question, q -> await(neighbour.handler.apply(q), answer, patience));
    }
    return answer.future();
  }

  private <R> void await(Future<? extends R> given, Promise<R> answer, int patience) {
    if (given.isComplete()) {
      settle(given, answer);
      return;
    }
    Pending<R> waiting = new Pending<>(answer, System.nanoTime() + patience * timeoutNanos);
    pending.add(waiting);
    given.onComplete(
        done -> {
          pending.remove(waiting);
          settle(given, answer);
        });
  }

  private static <R> void settle(Future<? extends R> given, Promise<R> answer) {
    if (given.succeeded()) {
      answer.tryComplete(given.result());
    } else {
      answer.tryFail(given.cause());
    }
  }

  private void giveUpOnTheOverdue() {
    long now = System.nanoTime();
    pending.removeIf(
        waiting -> {
          boolean overdue = now - waiting.deadlineNanos >= 0;
          if (overdue) {
            waiting.answer.tryFail(
                new ProtocolException(ErrorCode.UNAVAILABLE, "the service did not answer in time"));
          }
          return overdue;
        });
  }

  private static Neighbour<?, ?> nearest(
      CopyOnWriteArrayList<Neighbour<?, ?>> neighbours, ContextInternal asker) {
    for (Neighbour<?, ?> neighbour : neighbours) {
      if (neighbour.isOnLoopOf(asker)) {
        return neighbour;
      }
    }
    return neighbours.getFirst();
  }

  /** Identity is what counts: a record's equality would mix two of them up. */
  private static final class Pending<R> {
    private final Promise<R> answer;
    private final long deadlineNanos;

    Pending(Promise<R> answer, long deadlineNanos) {
      this.answer = answer;
      this.deadlineNanos = deadlineNanos;
    }
  }

  private record Neighbour<Q, R>(
      ContextInternal context, Function<Q, Future<? extends R>> handler) {

    boolean isOnLoopOf(ContextInternal other) {
      return context.nettyEventLoop().equals(other.nettyEventLoop());
    }

    /** Calls it as its own context would, on the thread that both share. */
    Future<? extends R> callHere(Q question) {
      ContextInternal before = context.beginDispatch();
      try {
        return handler.apply(question);
      } finally {
        context.endDispatch(before);
      }
    }
  }
}
