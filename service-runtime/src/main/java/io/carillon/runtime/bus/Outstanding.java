package io.carillon.runtime.bus;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Questions to other nodes that are not answered yet. The event bus would wait for the answer of a
 * dead node until the question times out.
 *
 * <p>Safe for use by several threads.
 */
final class Outstanding {
  private final Vertx vertx;
  private final Map<Promise<?>, String> places = new ConcurrentHashMap<>();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();

  Outstanding(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Follows a question.
   *
   * @param place who is asked: a node, or a node, a dot and a place there
   * @return the answer on the caller's context; {@code unavailable} once that node is gone
   */
  <R> Future<R> follow(String place, Future<R> answer) {
    Promise<R> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
    places.put(promise, place);
    if (gone.contains(Contract.nodeAt(place))) {
      fail(promise);
    }
    answer.onComplete(
        done -> {
          places.remove(promise);
          if (done.succeeded()) {
            promise.tryComplete(done.result());
          } else {
            promise.tryFail(done.cause());
          }
        });
    return promise.future();
  }

  /** Nobody waits for that node, until it is back. */
  void abandon(String node) {
    gone.add(node);
    places.forEach(
        (promise, place) -> {
          if (Contract.nodeAt(place).equals(node)) {
            fail(promise);
          }
        });
  }

  /** A node of that name is there. */
  void expect(String node) {
    gone.remove(node);
  }

  private static void fail(Promise<?> promise) {
    promise.tryFail(
        new ProtocolException(ErrorCode.UNAVAILABLE, "the node that was asked is gone"));
  }
}
