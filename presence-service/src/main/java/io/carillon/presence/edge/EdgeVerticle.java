package io.carillon.presence.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The public listener on one event loop: the WebSocket at {@code /v1/ws}, {@code /healthz}, and
 * whatever pages the process adds. All instances share the port.
 */
public final class EdgeVerticle extends VerticleBase {
  private static final String PATH = "/v1/ws";
  private static final int NOT_FOUND = 404;
  private static final int UPGRADE_REQUIRED = 426;
  private static final int HTTP_IDLE_SECONDS = 60;
  private static final int CLOSING_TIMEOUT_SECONDS = 5;

  /** Well above what may be sent, so that the edge itself says what is too big. */
  private static final int MAX_DECODED_BYTES = 256 * 1024;

  /** Tells Vert.x to share a free port among the instances. */
  private static final int ANY_PORT = -1;

  private final Edge edge;
  private final String place;
  private final Consumer<Router> pages;
  private EdgeLoop loop;
  private HttpServer server;

  /**
   * An instance of that edge.
   *
   * @param number its number on this node
   */
  public EdgeVerticle(Edge edge, int number, Consumer<Router> pages) {
    this.edge = Objects.requireNonNull(edge);
    this.place = edge.node().node() + '.' + number;
    this.pages = Objects.requireNonNull(pages);
  }

  @Override
  public Future<?> start() {
    loop = new EdgeLoop(edge, place);
    Router router = Router.router(vertx);
    router.get("/healthz").handler(request -> request.response().end("ok\n"));
    router
        .get(PATH)
        .handler(
            request -> request.response().setStatusCode(UPGRADE_REQUIRED).end("WebSocket only\n"));
    pages.accept(router);
    server =
        vertx
            .createHttpServer(options())
            .requestHandler(router)
            .webSocketHandshakeHandler(EdgeVerticle::shakeHands)
            .webSocketHandler(this::accept);
    int port = edge.settings().port();
    return server.listen(port == 0 ? ANY_PORT : port, edge.settings().host());
  }

  @Override
  public Future<?> stop() {
    loop.stop();
    return Future.succeededFuture();
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(MAX_DECODED_BYTES)
        .setMaxWebSocketMessageSize(MAX_DECODED_BYTES)
        .setWebSocketClosingTimeout(CLOSING_TIMEOUT_SECONDS)
        .setWebSocketSubProtocols(List.of("carillon.v1"))
        .setIdleTimeout(HTTP_IDLE_SECONDS);
  }

  private static void shakeHands(ServerWebSocketHandshake handshake) {
    if (PATH.equals(handshake.path())) {
      handshake.accept();
    } else {
      handshake.reject(NOT_FOUND);
    }
  }

  private void accept(ServerWebSocket socket) {
    Wire.tune(socket);
    new EdgeSocket(loop, socket).open();
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** This node was cut off from the others and is back: all sessions are stated again. */
  public void restate() {
    loop.run(loop::restate);
  }

  /** Sends every client away within that time. */
  public void sendAway(long spreadMs) {
    loop.run(() -> loop.drain(spreadMs));
  }

  /**
   * Sends every client away within that time; completes when the sockets have ended, and their
   * sessions are at other edges.
   *
   * @param patienceMs for how long after that time sessions are waited for whose clients may come
   *     to another edge yet
   */
  public Future<Void> drain(long spreadMs, long patienceMs) {
    Promise<Void> drained = Promise.promise();
    loop.run(
        () -> {
          long begun = Edge.monotonicMs();
          loop.drain(spreadMs);
          awaitEmpty(drained, begun, begun + spreadMs + patienceMs);
        });
    return drained.future();
  }

  private void awaitEmpty(Promise<Void> drained, long begun, long until) {
    boolean waits = Edge.monotonicMs() < until && loop.awaitsAnySince(begun);
    if (loop.isEmpty() && !waits) {
      drained.complete();
    } else {
      vertx.setTimer(edge.settings().sweepInterval(), tick -> awaitEmpty(drained, begun, until));
    }
  }
}
