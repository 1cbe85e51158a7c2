package io.carillon.media.colibri;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Opens the channels of endpoints, on whichever bridge. Safe for use by several threads. */
public final class BridgeChannels {
  /** The bridge pings a channel that is silent for 15 s. */
  private static final int SILENT_SECONDS = 45;

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** To one bridge. The default is 50, and with -1, which should mean no limit, none is opened. */
  private static final int MAX_CHANNELS = 10_000;

  private final Vertx vertx;
  private final WebSocketClient client;

  /** Makes the client that they share. */
  public BridgeChannels(Vertx vertx) {
    this.vertx = vertx;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(MAX_CHANNELS)
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setReadIdleTimeout(SILENT_SECONDS));
  }

  /**
   * Opens a channel, and keeps it open until it is closed or gone.
   *
   * @param address one of {@link AllocatedEndpoint#channels()}
   * @param listener gets each event on the context of the caller, or on one of the channel's own
   */
  public BridgeChannel open(URI address, Consumer<ChannelEvent> listener) {
    BridgeChannel channel =
        new BridgeChannel(client, vertx.getOrCreateContext(), address, listener);
    channel.open();
    return channel;
  }

  /** Closes all of them. */
  public void close() {
    client.close();
  }
}
