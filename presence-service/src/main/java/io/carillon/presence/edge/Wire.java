package io.carillon.presence.edge;

import io.carillon.protocol.CloseCode;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/** What is set on a socket's Netty channel, below Vert.x. */
final class Wire {
  /** The handler that Vert.x adds for the idle timeout of HTTP. */
  private static final String IDLE_HANDLER = "idle";

  private static final int FLUSH_AT_LATEST_AFTER = 64;
  private static final TooBig TOO_BIG = new TooBig();

  private Wire() {}

  /**
   * Makes a channel fit for signaling: pings take the place of the idle timeout of HTTP; frames
   * that are written in one turn of the event loop leave by one system call, since these calls are
   * most of what a small message costs; and a frame that is refused by its length alone, before it
   * has been read, closes the socket with the code of the protocol.
   */
  static void tune(ServerWebSocket socket) {
    ChannelPipeline pipeline = context(socket).pipeline();
    pipeline.remove(IDLE_HANDLER);
    pipeline.addFirst(new FlushConsolidationHandler(FLUSH_AT_LATEST_AFTER, true));
    String encoder = pipeline.context(WebSocketFrameEncoder.class).name();
    pipeline.addAfter(encoder, "too-big", TOO_BIG);
  }

  /** Whether a socket broke since a frame was refused by its length alone. */
  static boolean isTooBig(Throwable problem) {
    return problem instanceof CorruptedWebSocketFrameException frame
        && frame.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
  }

  /** Ends the connection without the closing handshake. */
  static void terminate(ServerWebSocket socket) {
    // The socket's close handler hears of the end.
    var unused = context(socket).close();
  }

  private static ChannelHandlerContext context(ServerWebSocket socket) {
    return ((WebSocketInternal) socket).channelHandlerContext();
  }

  @Sharable
  private static final class TooBig extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      Object passedOn = message;
      if (message instanceof CloseWebSocketFrame close
          && close.statusCode() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code()) {
        close.release();
        passedOn =
            new CloseWebSocketFrame(
                CloseCode.FRAME_TOO_BIG.code(), CloseCode.FRAME_TOO_BIG.reason());
      }
      // Its outcome is in the promise.
      var unused = context.write(passedOn, promise);
    }
  }
}
