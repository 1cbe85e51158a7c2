package io.carillon.bench.drain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;

/**
 * A signed-in client that goes to another edge when it is told to, and resumes there, as the
 * protocol says. It asks for its calls at the moment of the {@code goaway}, under the same id again
 * where no reply came, and once more when it is back. Confined to one event loop.
 */
final class Nomad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long TRY_AGAIN_MS = 500;
  private static final String BEFORE = "before";
  private static final String AFTER = "after";

  private final Vertx vertx;
  private final WebSocketClient client;
  private final String token;
  private final Migration migration;
  private final int away;
  private final Promise<Void> signedIn = Promise.promise();
  private ClientWebSocket socket;
  private int attempts;
  private String resumeToken;
  private boolean asked;
  private boolean moving;
  private boolean packing;

  private Nomad(Vertx vertx, WebSocketClient client, String token, Migration migration, int away) {
    this.vertx = vertx;
    this.client = client;
    this.token = token;
    this.migration = migration;
    this.away = away;
  }

  /**
   * Signs one in.
   *
   * @param home port of the edge that it begins at
   * @param away port of the edge that it goes to
   */
  static Future<Void> settle(
      Vertx vertx, WebSocketClient client, String token, Migration migration, int home, int away) {
    Nomad nomad = new Nomad(vertx, client, token, migration, away);
    nomad.connect(home);
    return nomad.signedIn.future();
  }

  private void connect(int port) {
    packing = false;
    attempts++;
    int attempt = attempts;
    ClientWebSocket next = client.webSocket();
    next.textMessageHandler(text -> receive(next, text));
    next.closeHandler(closed -> closed(attempt, next.closeStatusCode()));
    next.connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/v1/ws")
                .setAllowOriginHeader(false))
        .onFailure(this::failed);
    socket = next;
  }

  private void failed(Throwable problem) {
    if (!signedIn.tryFail(problem) && moving) {
      vertx.setTimer(TRY_AGAIN_MS, later -> connect(away));
    }
  }

  private void closed(int attempt, Short status) {
    if (attempt == attempts && !packing) {
      failed(new IllegalStateException("closed with " + status));
    }
  }

  private void receive(ClientWebSocket from, String text) {
    JsonNode frame = parse(text);
    switch (frame.path("type").asText()) {
      case "welcome" -> from.writeTextMessage(hello());
      case "goaway" -> leave(frame.path("data"));
      case "ok", "error" -> reply(frame);
      default -> from.writeTextMessage("{\"type\":\"ack\",\"seq\":" + frame.path("seq") + "}");
    }
  }

  private String hello() {
    String resume =
        resumeToken == null ? "" : ",\"resume\":{\"token\":\"" + resumeToken + "\",\"lastSeq\":0}";
    return "{\"type\":\"hello\",\"id\":\"hello\",\"data\":{\"token\":\""
        + token
        + "\",\"device\":{\"id\":\"bench\"}"
        + resume
        + "}}";
  }

  private void leave(JsonNode goaway) {
    if (goaway.path("action").asText().equals("resume") && !moving) {
      moving = true;
      packing = true;
      ask(BEFORE);
      vertx.setTimer(Math.max(1, goaway.path("afterMs").asLong()), due -> connect(away));
    }
  }

  private void ask(String id) {
    asked = true;
    socket.writeTextMessage("{\"type\":\"call.list\",\"id\":\"" + id + "\",\"data\":{}}");
  }

  private void reply(JsonNode frame) {
    boolean good = frame.path("type").asText().equals("ok");
    switch (frame.path("id").asText()) {
      case "hello" -> greeted(good, frame);
      case BEFORE -> {
        asked = false;
        migration.answered(good);
      }
      case AFTER -> migration.answered(good);
      default -> migration.answered(false);
    }
  }

  private void greeted(boolean good, JsonNode frame) {
    if (!good) {
      // The edge closes the socket next.
      return;
    }
    JsonNode data = frame.path("data");
    resumeToken = data.path("resumeToken").asText();
    if (moving) {
      moving = false;
      migration.arrived(data.path("resumed").asBoolean());
      if (asked) {
        ask(BEFORE);
      }
      ask(AFTER);
    } else {
      signedIn.tryComplete();
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }
}
