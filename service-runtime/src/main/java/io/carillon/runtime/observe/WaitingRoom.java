package io.carillon.runtime.observe;

import io.carillon.runtime.config.ListenAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * Stands in for the admin listener of a node that waits for others before it can start: the node
 * lives, and is not ready.
 */
public final class WaitingRoom {
  private static final String NOT_READY =
      "{\"status\":\"DOWN\",\"checks\":[{\"id\":\"quorum\",\"status\":\"DOWN\"}],"
          + "\"outcome\":\"DOWN\"}";

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));

  /** A room that is not open yet. */
  public WaitingRoom() {}

  /** Answers there; fails if the port is taken. */
  public Future<?> open(ListenAddress address) {
    return vertx
        .createHttpServer(new HttpServerOptions().setHost(address.host()).setPort(address.port()))
        .requestHandler(WaitingRoom::answer)
        .listen()
        .recover(problem -> Future.failedFuture(address.explain(problem)));
  }

  /** Lets go of the port. */
  public Future<?> close() {
    return vertx.close();
  }

  private static void answer(HttpServerRequest request) {
    if (request.path().equals("/livez")) {
      request.response().end("ok\n");
    } else {
      request
          .response()
          .setStatusCode(503)
          .putHeader("Content-Type", "application/json")
          .end(NOT_READY);
    }
  }
}
