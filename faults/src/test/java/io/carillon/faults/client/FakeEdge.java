package io.carillon.faults.client;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * As much of an edge as a client notices: takes every hello, and does with requests as it is told.
 */
final class FakeEdge {
  private static final String HOST = "127.0.0.1";

  /** What becomes of a request. */
  interface Desk {
    void answer(FakeEdge edge, JsonObject request);
  }

  private final Desk desk;
  private final HttpServer server;
  private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
  private ServerWebSocket socket;

  FakeEdge(Vertx vertx, Desk desk) throws Exception {
    this.desk = desk;
    this.server = vertx.createHttpServer().webSocketHandler(this::open);
    server.listen(0, HOST).await(10, TimeUnit.SECONDS);
  }

  SocketAddress address() {
    return SocketAddress.inetSocketAddress(server.actualPort(), HOST);
  }

  /** The frames of that type that came, as their data or themselves. */
  List<JsonObject> received(String type) {
    return frames.stream().filter(frame -> frame.getString("type").equals(type)).toList();
  }

  void send(JsonObject frame) {
    socket.writeTextMessage(frame.encode());
  }

  void ok(JsonObject request, JsonObject data) {
    send(new JsonObject().put("type", "ok").put("id", request.getString("id")).put("data", data));
  }

  void refuse(JsonObject request, String code, boolean retryable) {
    JsonObject error = new JsonObject().put("code", code).put("retryable", retryable);
    send(
        new JsonObject()
            .put("type", "error")
            .put("id", request.getString("id"))
            .put("error", error));
  }

  /** Ends the socket and lets nobody in any more. */
  void die() {
    server.close();
    socket.close();
  }

  private void open(ServerWebSocket opened) {
    socket = opened;
    socket.textMessageHandler(text -> receive(new JsonObject(text)));
    send(new JsonObject().put("type", "welcome").put("data", new JsonObject()));
  }

  private void receive(JsonObject frame) {
    frames.add(frame);
    if (frame.getString("type").equals("hello")) {
      boolean resumes = frame.getJsonObject("data").containsKey("resume");
      ok(
          frame,
          new JsonObject()
              .put("sessionId", "s1")
              .put("resumed", resumes)
              .put("resumeToken", "t1")
              .put("pingIntervalMs", 5_000)
              .put("calls", new JsonArray()));
    } else if (!frame.getString("type").equals("ack")) {
      desk.answer(this, frame);
    }
  }
}
