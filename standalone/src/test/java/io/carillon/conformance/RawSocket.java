package io.carillon.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * A WebSocket by hand (RFC 6455), for what no library lets a client do: leave pings unanswered,
 * never read, send text that is no UTF-8. Not for {@code wss}.
 */
final class RawSocket implements AutoCloseable {
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;

  /** A frame as it came. */
  static final class Frame {
    private final int opcode;
    private final byte[] payload;

    private Frame(int opcode, byte[] payload) {
      this.opcode = opcode;
      this.payload = payload;
    }

    int opcode() {
      return opcode;
    }

    int size() {
      return payload.length;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The status code of a close frame. */
    int closeCode() {
      return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;

  /**
   * Connects and shakes hands.
   *
   * @param receiveBufferBytes size of the TCP receive buffer, small for a reader that is soon full
   */
  RawSocket(URI webSocketUri, int receiveBufferBytes) throws IOException {
    this(webSocketUri, receiveBufferBytes, null);
  }

  /** Connects from that address of this machine, and shakes hands. */
  static RawSocket from(String localAddress, URI webSocketUri) throws IOException {
    return new RawSocket(webSocketUri, 64 * 1024, new InetSocketAddress(localAddress, 0));
  }

  private RawSocket(URI webSocketUri, int receiveBufferBytes, InetSocketAddress local)
      throws IOException {
    socket.setReceiveBufferSize(receiveBufferBytes);
    if (local != null) {
      socket.bind(local);
    }
    int port = webSocketUri.getPort() == -1 ? 80 : webSocketUri.getPort();
    socket.connect(new InetSocketAddress(webSocketUri.getHost(), port));
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    String key = Base64.getEncoder().encodeToString(new byte[16]);
    String request =
        String.join(
            "\r\n",
            "GET " + webSocketUri.getPath() + " HTTP/1.1",
            "Host: " + webSocketUri.getAuthority(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: " + key,
            "",
            "");
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    String response = readHeaders();
    if (!response.startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + response);
    }
  }

  private String readHeaders() throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    while (!headers.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      headers.write(in.readUnsignedByte());
    }
    return headers.toString(StandardCharsets.US_ASCII);
  }

  void sendText(String text) throws IOException {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** One final frame. The masking key is zero, which leaves the payload as it is. */
  void send(int opcode, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | opcode);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(payload.length >>> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    out.write(frame.toByteArray());
  }

  /** Says hello and reads up to the reply, which must be {@code ok}. */
  void hello(TestUser user, String device) throws IOException {
    sendText(
        Json.object(
                "type", "hello",
                "id", "hello",
                "data", Json.object("token", user.token(), "device", Json.object("id", device)))
            .toString());
    String reply = readUntil("\"hello\"");
    if (!Json.parse(reply).path("type").asText().equals("ok")) {
      throw new AssertionError("hello was refused: " + reply);
    }
  }

  /** Reads text frames up to the first that contains this, and gives it. */
  String readUntil(String part) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.opcode() == TEXT && frame.text().contains(part)) {
        return frame.text();
      }
    }
  }

  /** The next frame. Fails with an EOFException at the end of the connection. */
  Frame read() throws IOException {
    socket.setSoTimeout((int) Inbox.PATIENCE.toMillis());
    int opcode = in.readUnsignedByte() & 0x0f;
    long length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return new Frame(opcode, payload);
  }

  /** Reads on to the end of the connection and gives how many bytes of payload came. */
  long drain() {
    long bytes = 0;
    try {
      while (true) {
        Frame frame = read();
        bytes += frame.size();
        if (frame.opcode() == CLOSE) {
          return bytes;
        }
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server did not end the connection", e);
    } catch (IOException end) {
      return bytes;
    }
  }

  /** Waits until the server ends the connection, answering nothing, not even pings. */
  void awaitEnd(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (read().opcode() != CLOSE) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("the server still talks to a silent socket");
        }
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server did not end the connection", e);
    } catch (IOException end) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
