package io.carillon.faults.client;

import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;

/**
 * One attempt at a socket, and the socket if it succeeds. When it is over it says so once, and
 * hears nothing more, whatever the network does.
 */
final class Connection {
  private final SocketAddress address;
  private final ClientWebSocket socket;
  private final Consumer<Connection> onEnd;
  private boolean open;
  private boolean over;

  private Connection(SocketAddress address, ClientWebSocket socket, Consumer<Connection> onEnd) {
    this.address = address;
    this.socket = socket;
    this.onEnd = onEnd;
  }

  /**
   * Begins to connect.
   *
   * @param onFrame gets each frame
   * @param onEnd is told when it failed, was closed or was abandoned
   */
  static Connection open(
      WebSocketClient client,
      SocketAddress address,
      Consumer<JsonObject> onFrame,
      Consumer<Connection> onEnd) {
    Connection connection = new Connection(address, client.webSocket(), onEnd);
    connection.socket.textMessageHandler(
        text -> {
          if (!connection.over) {
            onFrame.accept(new JsonObject(text));
          }
        });
    connection.socket.closeHandler(closed -> connection.end());
    connection
        .socket
        .connect(
            new WebSocketConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setURI("/v1/ws")
                .setAllowOriginHeader(false))
        .onSuccess(opened -> connection.connected())
        .onFailure(problem -> connection.end());
    return connection;
  }

  SocketAddress address() {
    return address;
  }

  void send(String frame) {
    if (open && !over) {
      // What fails to be written shows as the end of the socket.
      socket.writeTextMessage(frame);
    }
  }

  /** Gives it up at once, without waiting for the other side. */
  void abandon() {
    if (!over) {
      if (open) {
        socket.close();
      }
      end();
    }
  }

  private void connected() {
    open = true;
    if (over) {
      socket.close();
    }
  }

  private void end() {
    if (!over) {
      over = true;
      onEnd.accept(this);
    }
  }
}
