package io.carillon.presence.edge;

import io.carillon.protocol.CloseCode;
import io.carillon.protocol.Limits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;

/**
 * Makes whole texts of a socket's frames (RFC 6455, section 5.4): bounded while they are collected,
 * and well-formed UTF-8. Confined to the socket's loop.
 */
final class MessageReader {
  private static final char REPLACEMENT = '\uFFFD';

  /** What takes the texts. */
  interface Sink {
    /** A whole message. */
    void receive(String text);

    /** A frame that the protocol does not allow. */
    void close(CloseCode code);
  }

  private Buffer fragments;

  void read(WebSocketFrame frame, Sink sink) {
    switch (frame.type()) {
      case TEXT -> {
        if (frame.isFinal()) {
          readWhole(frame, sink);
        } else {
          collect(frame, sink);
        }
      }
      case CONTINUATION -> collect(frame, sink);
      case BINARY -> sink.close(CloseCode.MALFORMED_FRAME);
      default -> {}
    }
  }

  private static void readWhole(WebSocketFrame frame, Sink sink) {
    String text = frame.textData();
    if (text.length() > Limits.MAX_FRAME_BYTES / 3
        && frame.binaryData().length() > Limits.MAX_FRAME_BYTES) {
      sink.close(CloseCode.FRAME_TOO_BIG);
    } else {
      pass(text, frame.binaryData(), sink);
    }
  }

  private void collect(WebSocketFrame frame, Sink sink) {
    if (fragments == null) {
      fragments = Buffer.buffer();
    }
    fragments.appendBuffer(frame.binaryData());
    if (fragments.length() > Limits.MAX_FRAME_BYTES) {
      fragments = null;
      sink.close(CloseCode.FRAME_TOO_BIG);
    } else if (frame.isFinal()) {
      Buffer whole = fragments;
      fragments = null;
      pass(whole.toString(StandardCharsets.UTF_8), whole, sink);
    }
  }

  /** What is no UTF-8 was decoded to replacement characters; some senders mean these. */
  private static void pass(String text, Buffer encoded, Sink sink) {
    if (text.indexOf(REPLACEMENT) >= 0 && !Buffer.buffer(text).equals(encoded)) {
      sink.close(CloseCode.MALFORMED_FRAME);
    } else {
      sink.receive(text);
    }
  }
}
