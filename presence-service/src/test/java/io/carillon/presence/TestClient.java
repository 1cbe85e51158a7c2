package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A client over a real WebSocket. All waiting is for something, with a deadline. */
final class TestClient implements WebSocket.Listener {
  private static final long PATIENCE_SECONDS = 15;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final AtomicInteger pings = new AtomicInteger();
  private final AtomicInteger lastId = new AtomicInteger();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;
  private JsonNode session;

  private final boolean reads;

  private TestClient(boolean reads) {
    this.reads = reads;
  }

  static TestClient open(URI uri, Map<String, String> headers) {
    return open(uri, headers, true);
  }

  /** One that never reads a frame. */
  static TestClient deaf(URI uri) {
    return open(uri, Map.of(), false);
  }

  private static TestClient open(URI uri, Map<String, String> headers, boolean reads) {
    TestClient client = new TestClient(reads);
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    headers.forEach(builder::header);
    client.socket = builder.buildAsync(uri, client).join();
    return client;
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (reads) {
      opened.request(1);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(Json.decode(partial.toString(), JsonNode.class));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    pings.incrementAndGet();
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }

  int pings() {
    return pings.get();
  }

  JsonNode session() {
    return session;
  }

  WebSocket socket() {
    return socket;
  }

  void sendText(String text) {
    socket.sendText(text, true).join();
  }

  /** Sends one after the other until all are out or the server hangs up. */
  void flood(int count, IntFunction<String> text) {
    try {
      for (int i = 0; i < count; i++) {
        sendText(text.apply(i));
      }
    } catch (CompletionException hungUp) {
      // That is for the test to see.
    }
  }

  /** Sends so many WebSocket pings or until the server hangs up. */
  void ping(int count) {
    try {
      for (int i = 0; i < count; i++) {
        socket.sendPing(ByteBuffer.allocate(100)).join();
      }
    } catch (CompletionException hungUp) {
      // That is for the test to see.
    }
  }

  String send(String type, Object data) {
    String id = Integer.toString(lastId.incrementAndGet());
    sendAs(id, type, data);
    return id;
  }

  void sendAs(String id, String type, Object data) {
    sendText(Json.encode(Map.of("type", type, "id", id, "data", data)));
  }

  void ack(long seq) {
    sendText("{\"type\":\"ack\",\"seq\":" + seq + "}");
  }

  /** The next frame of that type; those before it are dropped. */
  JsonNode expect(String type) {
    while (true) {
      JsonNode frame = next();
      if (frame.path("type").asText().equals(type)) {
        return frame;
      }
    }
  }

  /** The next frame, whatever it is. */
  JsonNode next() {
    try {
      JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(frame).as("a frame").isNotNull();
      return frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** So many frames, in order. */
  List<JsonNode> next(int count) {
    List<JsonNode> all = new ArrayList<>();
    while (all.size() < count) {
      all.add(next());
    }
    return all;
  }

  /** Frames that are here and were not taken. */
  List<JsonNode> untaken() {
    return List.copyOf(frames);
  }

  JsonNode reply(String id) {
    while (true) {
      JsonNode frame = next();
      if (frame.path("id").asText().equals(id)) {
        return frame;
      }
    }
  }

  JsonNode request(String type, Object data) {
    return reply(send(type, data));
  }

  JsonNode ok(String type, Object data) {
    JsonNode reply = request(type, data);
    assertThat(reply.path("type").asText()).as("%s", reply).isEqualTo("ok");
    return reply.path("data");
  }

  String error(String type, Object data) {
    JsonNode reply = request(type, data);
    assertThat(reply.path("type").asText()).as("%s", reply).isEqualTo("error");
    return reply.path("error").path("code").asText();
  }

  JsonNode hello(String token, String device) {
    session = ok("hello", Map.of("token", token, "device", Map.of("id", device)));
    return session;
  }

  JsonNode resume(String token, String device, TestClient before, long lastSeq) {
    ObjectNode data = Json.mapper().createObjectNode();
    data.put("token", token);
    data.putObject("device").put("id", device);
    data.putObject("resume")
        .put("token", before.session.path("resumeToken").asText())
        .put("lastSeq", lastSeq);
    session = ok("hello", data);
    return session;
  }

  /** Loses the connection without a word. */
  void drop() {
    socket.abort();
  }

  int closeCode() {
    try {
      return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the socket was not closed", e);
    }
  }
}
