package io.carillon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A WebSocket on the JDK's client. It answers pings, keeps what it receives in an {@link Inbox} and
 * sends in the order asked for without waiting.
 */
final class TestSocket {
  static {
    // The JDK cuts longer messages into several frames; the protocol's limit is tested with one.
    System.setProperty("jdk.httpclient.websocket.writeBufferSize", "262144");
    System.setProperty("jdk.httpclient.websocket.intermediateBufferSize", "262144");
  }

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Inbox inbox = new Inbox();
  private final Consumer<JsonNode> onFrame;
  private final WebSocket webSocket;
  private CompletableFuture<?> lastWrite = CompletableFuture.completedFuture(null);

  /**
   * Connects.
   *
   * @param headers more headers of the upgrade request
   * @param subProtocols what to offer, none when empty
   * @param onFrame is called for each frame, on the client's thread, before it is in the inbox
   */
  TestSocket(
      URI uri, Map<String, String> headers, String[] subProtocols, Consumer<JsonNode> onFrame) {
    this.onFrame = onFrame;
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
    headers.forEach(builder::header);
    if (subProtocols.length > 0) {
      String[] others = new String[subProtocols.length - 1];
      System.arraycopy(subProtocols, 1, others, 0, others.length);
      builder.subprotocols(subProtocols[0], others);
    }
    webSocket = builder.buildAsync(uri, new Listener()).join();
  }

  /** What the server chose, the empty text when nothing. */
  String subProtocol() {
    return webSocket.getSubprotocol();
  }

  /** One text frame. A socket that is closed swallows it, as the network would. */
  void sendText(String text) {
    write(() -> webSocket.sendText(text, true));
  }

  /** One message in several text frames. */
  void sendFragments(Iterable<String> parts) {
    for (String part : parts) {
      write(() -> webSocket.sendText(part, false));
    }
    write(() -> webSocket.sendText("", true));
  }

  void sendBinary(byte[] bytes) {
    write(() -> webSocket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  /** Ends the TCP connection without a close frame, as a lost network or a killed app does. */
  void abort() {
    webSocket.abort();
    inbox.closed(Inbox.ABNORMAL);
  }

  /** The closing handshake with code 1000. */
  void close() {
    write(() -> webSocket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
  }

  private synchronized void write(Write write) {
    lastWrite =
        lastWrite
            .thenCompose(done -> write.start())
            // What ended the socket shows on the receiving side, with its close code.
            .exceptionally(failure -> null);
  }

  @FunctionalInterface
  private interface Write {
    CompletableFuture<WebSocket> start();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonNode frame = Json.parse(text.toString());
        text.setLength(0);
        onFrame.accept(frame);
        inbox.add(frame);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
      inbox.pinged();
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
      inbox.closed(statusCode);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      inbox.closed(Inbox.ABNORMAL);
    }
  }
}
