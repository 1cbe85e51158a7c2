package io.carillon.media.colibri;

import io.carillon.media.conference.VideoType;
import io.vertx.core.Context;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel of one endpoint, held in its place ({@code colibri-ws}). What is said on it is said
 * again when it has been open anew, and what is said while it is not open is said once it is. Of
 * what is said twice the bridge may hear the last alone. Safe for use by several threads.
 *
 * <p>A bridge forwards audio without any channel, and pictures to nobody who has not said {@link
 * #receive} once, unless its {@code videobridge.cc.initial-max-height-px} says otherwise.
 */
public final class BridgeChannel {
  private static final Logger log = LoggerFactory.getLogger(BridgeChannel.class);
  private static final long FIRST_DELAY_MS = 500;
  private static final long MAX_DELAY_MS = 15_000;
  private static final int HANDSHAKE_TIMEOUT_MS = 10_000;

  /** An unknown endpoint or password, and an unknown bridge. */
  private static final Set<Integer> FINAL_STATUS = Set.of(403, 404);

  /** What {@link #receive} is about: all of them, and no source has this name. */
  private static final String ALL_SOURCES = "";

  private final WebSocketClient client;
  private final Context context;
  private final WebSocketConnectOptions address;
  private final Consumer<ChannelEvent> listener;
  private final Map<String, String> said = new LinkedHashMap<>();
  private ClientWebSocket socket;
  private boolean isOpen;
  private boolean isOver;
  private int failures;

  BridgeChannel(
      WebSocketClient client, Context context, URI address, Consumer<ChannelEvent> listener) {
    this.client = client;
    this.context = context;
    this.address =
        new WebSocketConnectOptions()
            .setAbsoluteURI(address.toString())
            .setAllowOriginHeader(false)
            .setTimeout(HANDSHAKE_TIMEOUT_MS);
    this.listener = listener;
  }

  /** Says which pictures this endpoint wants. */
  public void receive(ReceiverConstraints wanted) {
    say(ALL_SOURCES, ChannelMessage.receive(wanted));
  }

  /** Says what one of this endpoint's pictures shows from now on. */
  public void video(String sourceName, VideoType type) {
    say(sourceName, ChannelMessage.videoType(sourceName, type.code()));
  }

  /** Says that one of this endpoint's pictures is off: it takes nobody's place among the last N. */
  public void videoOff(String sourceName) {
    say(sourceName, ChannelMessage.videoType(sourceName, "disabled"));
  }

  /** Closes it for good, without an event. */
  public void close() {
    context.runOnContext(
        now -> {
          isOver = true;
          if (socket != null) {
            socket.close();
          }
        });
  }

  void open() {
    context.runOnContext(now -> connect());
  }

  private void say(String about, String message) {
    context.runOnContext(
        now -> {
          said.put(about, message);
          if (isOpen) {
            socket.writeTextMessage(message);
          }
        });
  }

  private void connect() {
    if (isOver) {
      return;
    }
    ClientWebSocket opening = client.webSocket();
    opening.textMessageHandler(text -> received(opening, text));
    opening.closeHandler(closed -> closed(opening));
    // The close handler follows.
    opening.exceptionHandler(problem -> log.debug("a channel broke", problem));
    opening.connect(address).onSuccess(connected -> connected(opening)).onFailure(this::refused);
  }

  private void connected(ClientWebSocket opened) {
    if (isOver) {
      opened.close();
    } else if (!opened.isClosed()) {
      socket = opened;
    }
  }

  private void refused(Throwable problem) {
    if (problem instanceof UpgradeRejectedException rejected
        && FINAL_STATUS.contains(rejected.getStatus())) {
      gone(ChannelEvent.Gone.Reason.REFUSED);
    } else {
      connectLater();
    }
  }

  private void closed(ClientWebSocket closed) {
    boolean wasOpen = isOpen;
    isOpen = false;
    socket = null;
    if (isOver) {
      return;
    }
    if ("replaced".equals(closed.closeReason())) {
      gone(ChannelEvent.Gone.Reason.REPLACED);
      return;
    }
    if (wasOpen) {
      listener.accept(new ChannelEvent.Lost());
    }
    connectLater();
  }

  private void gone(ChannelEvent.Gone.Reason reason) {
    if (!isOver) {
      isOver = true;
      listener.accept(new ChannelEvent.Gone(reason));
    }
  }

  private void connectLater() {
    long longest = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS << Math.min(failures, 10));
    failures++;
    long delay = ThreadLocalRandom.current().nextLong(longest / 2, longest);
    context.owner().setTimer(delay, now -> connect());
  }

  private void received(ClientWebSocket from, String text) {
    if (!isOver) {
      understood(text).ifPresent(event -> happened(from, event));
    }
  }

  private static Optional<ChannelEvent> understood(String text) {
    try {
      return ChannelMessage.read(text);
    } catch (RuntimeException e) {
      log.debug("a bridge's message makes no sense", e);
      return Optional.empty();
    }
  }

  private void happened(ClientWebSocket from, ChannelEvent event) {
    if (event instanceof ChannelEvent.Open) {
      socket = from;
      isOpen = true;
      failures = 0;
      said.values().forEach(from::writeTextMessage);
    }
    listener.accept(event);
  }
}
