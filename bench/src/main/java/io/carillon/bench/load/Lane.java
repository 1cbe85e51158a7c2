package io.carillon.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.function.Supplier;

/** One event loop and its share of the load. */
final class Lane extends VerticleBase {

  private static final int MAX_FRAME_BYTES = 262_144;

  private WebSocketClient client;

  @Override
  public Future<?> start() {
    client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(Integer.MAX_VALUE)
                .setMaxFrameSize(MAX_FRAME_BYTES)
                .setMaxMessageSize(MAX_FRAME_BYTES));
    return Future.succeededFuture();
  }

  /** Signs a user in, whose events will come on this lane. Callable from any thread. */
  Future<Peer> connect(Target target, String userId) {
    return run(() -> Peer.connect(vertx, client, target, userId));
  }

  /** Runs an action on this lane's event loop. Callable from any thread. */
  <T> Future<T> run(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            action.get().onComplete(promise);
          } catch (RuntimeException e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }

  /** Runs an action on this lane's event loop, without an answer. Callable from any thread. */
  void execute(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  long setPeriodic(long delayMs, Runnable action) {
    return vertx.setPeriodic(delayMs, ignored -> action.run());
  }

  void setTimer(long delayMs, Runnable action) {
    vertx.setTimer(delayMs, ignored -> action.run());
  }

  void cancelTimer(long id) {
    vertx.cancelTimer(id);
  }
}
