package io.carillon.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;

/**
 * One signed-in user with one WebSocket. It lives on one event loop, the one that {@link #connect}
 * was called on, and is not safe for use by others.
 */
final class Peer {

  /** Gets what a peer receives, on the peer's event loop. */
  interface Listener {

    /** An event, or a frame that the relay handed on. */
    void onSignal(Peer at, Signal signal, InboundFrame frame);

    /** A reply to one of this peer's requests. */
    void onReply(Peer at, InboundFrame reply);

    /** The server broke the protocol or closed the socket; the peer is of no more use. */
    void onTrouble(Peer at, String what);
  }

  private static final Listener IDLE =
      new Listener() {
        @Override
        public void onSignal(Peer at, Signal signal, InboundFrame frame) {}

        @Override
        public void onReply(Peer at, InboundFrame reply) {}

        @Override
        public void onTrouble(Peer at, String what) {}
      };

  private final Vertx vertx;
  private final Target target;
  private final String userId;
  private final ClientWebSocket socket;
  private final Promise<Peer> signedIn = Promise.promise();
  private final AckPolicy acks = new AckPolicy();

  private Listener listener = IDLE;
  private long requests;
  private boolean ackTimerRuns;
  private boolean closing;
  private String trouble;

  private Peer(Vertx vertx, WebSocketClient client, Target target, String userId) {
    this.vertx = vertx;
    this.target = target;
    this.userId = userId;
    this.socket = client.webSocket();
  }

  /**
   * Opens the socket and signs in.
   *
   * @return fails if the server refuses the socket or the token, or hangs up
   */
  static Future<Peer> connect(Vertx vertx, WebSocketClient client, Target target, String userId) {
    if (!Context.isOnEventLoopThread()) {
      throw new IllegalStateException("a peer is made on the event loop that it will live on");
    }
    Peer peer = new Peer(vertx, client, target, userId);
    return peer.open();
  }

  private Future<Peer> open() {
    socket.textMessageHandler(this::receive);
    socket.closeHandler(ignored -> closed());
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(target.port())
            .setURI(target.uri(userId))
            .setAllowOriginHeader(false);
    socket
        .connect(options)
        .onFailure(signedIn::tryFail)
        .onSuccess(
            ignored -> {
              if (target.dialect() == Dialect.RELAY) {
                signedIn.tryComplete(this);
              }
            });
    return signedIn.future();
  }

  String userId() {
    return userId;
  }

  /** Whether the server broke the protocol or closed the socket. */
  boolean isTroubled() {
    return trouble != null;
  }

  void listen(Listener newListener) {
    listener = newListener;
    if (trouble != null) {
      newListener.onTrouble(this, trouble);
    }
  }

  /** The number that the next request's id will carry. */
  long nextNumber() {
    return requests + 1;
  }

  /** Counts a request and returns its id. */
  String newId(RequestType type) {
    requests++;
    return type.id(requests);
  }

  void send(String frame) {
    // A failed write shows as a closed socket, which is reported.
    socket.writeTextMessage(frame);
  }

  /** Releases the session by {@code bye} where there is one, and closes the socket. */
  Future<Void> close() {
    closing = true;
    if (target.dialect() == Dialect.CARILLON) {
      send("{\"type\":\"bye\",\"id\":\"bye\",\"data\":{}}");
    }
    return socket.close().otherwiseEmpty();
  }

  private void receive(String text) {
    try {
      InboundFrame frame = InboundFrame.parse(text);
      if (target.dialect() == Dialect.RELAY) {
        listener.onSignal(this, Dialect.RELAY.signalOf(frame.type()), frame);
      } else {
        receiveFromCarillon(frame);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      report(e.getMessage());
    }
  }

  private void receiveFromCarillon(InboundFrame frame) {
    switch (frame.type()) {
      case "welcome" -> send(Frames.hello(target.token(userId).orElseThrow()));
      case "ok", "error" -> receiveReply(frame);
      default -> {
        Signal signal = Dialect.CARILLON.signalOf(frame.type());
        if (frame.seq() > 0) {
          acknowledge(frame.seq(), signal == Signal.OFFER);
        }
        listener.onSignal(this, signal, frame);
      }
    }
  }

  private void receiveReply(InboundFrame reply) {
    switch (reply.id()) {
      case "hello" -> {
        if (reply.errorCode() == null) {
          signedIn.tryComplete(this);
        } else {
          signedIn.tryFail("hello was refused: " + reply.errorCode());
        }
      }
      case "bye" -> closing = true;
      case null -> report("a reply without an id: " + reply.errorCode());
      default -> listener.onReply(this, reply);
    }
  }

  private void acknowledge(long seq, boolean invitation) {
    if (acks.isDueAfter(seq, invitation)) {
      send(Frames.ack(acks.takeAck()));
    } else if (!ackTimerRuns) {
      ackTimerRuns = true;
      vertx.setTimer(
          AckPolicy.DELAY_MS,
          ignored -> {
            ackTimerRuns = false;
            if (acks.hasUnacked() && !closing) {
              send(Frames.ack(acks.takeAck()));
            }
          });
    }
  }

  private void closed() {
    if (!closing) {
      report("the server closed the socket with " + socket.closeStatusCode());
    }
  }

  private void report(String what) {
    trouble = what;
    if (!signedIn.tryFail(what)) {
      listener.onTrouble(this, what);
    }
  }
}
