package io.carillon.bench.relay;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;

/**
 * A map of sockets: reads whom a frame is for and hands it on as it is. No state, no checks, no
 * replies. A user's name is what follows {@code user=} in the address.
 */
public final class RelayVerticle extends VerticleBase {

  private static final int MAX_FRAME_BYTES = 65_536;
  private static final String USER = "user=";

  private final int port;
  private final ConcurrentMap<String, ServerWebSocket> sockets;
  private HttpServer server;

  /**
   * @param port port on 127.0.0.1, or 0 for any
   * @param sockets shared by all instances
   */
  public RelayVerticle(int port, ConcurrentMap<String, ServerWebSocket> sockets) {
    this.port = port;
    this.sockets = Objects.requireNonNull(sockets, "sockets");
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
            .setMaxWebSocketMessageSize(MAX_FRAME_BYTES);
    server = vertx.createHttpServer(options).webSocketHandler(this::accept);
    return server.listen(port, "127.0.0.1");
  }

  /** The port that it listens on. */
  public int actualPort() {
    return server.actualPort();
  }

  private void accept(ServerWebSocket socket) {
    String query = socket.query();
    String user = query.substring(query.indexOf(USER) + USER.length());
    sockets.put(user, socket);
    socket.closeHandler(ignored -> sockets.remove(user, socket));
    socket.textMessageHandler(text -> relay(socket, text));
  }

  private void relay(ServerWebSocket from, String text) {
    try {
      String to = Addressee.of(text);
      ServerWebSocket addressee = to == null ? null : sockets.get(to);
      if (addressee != null) {
        // A socket that closes meanwhile loses the frame: no state, no checks.
        addressee.writeTextMessage(text);
      }
    } catch (IOException e) {
      from.close((short) 4400, "malformed frame");
    }
  }
}
