package io.carillon.presence.edge;

import io.carillon.presence.token.AccessToken;
import io.carillon.protocol.CloseCode;
import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.event.SessionEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One client's WebSocket, from its welcome to its end. Confined to its loop, except for {@link
 * #send}, {@link #close}, {@link #replace}, {@link #renew} and {@link #isBlocked}, which a session
 * on another loop may use.
 *
 * <p>While the client does not take what it is sent, it is not listened to either: so what it can
 * make the server keep for it is bounded.
 */
final class EdgeSocket implements MessageReader.Sink {
  private static final long CLOSING_TIMEOUT_MS = 5_000;
  private static final int MAX_STRAY_REQUESTS = 100;

  private static final Buffer NO_PAYLOAD = Buffer.buffer();

  private enum State {
    FRESH,
    SIGNING_IN,
    SIGNED_IN,
    CLOSING,
    ENDED
  }

  private final EdgeLoop loop;
  private final ServerWebSocket socket;
  private final MessageReader reader = new MessageReader();
  private State state = State.FRESH;
  private Session session;
  private int strayRequests;
  private volatile boolean blocked;
  private boolean pongDue;
  private boolean expiryTold;

  /** Since when it waits for a hello, or works on one. */
  private long stateSince;

  /** The request that is worked on while signing in. */
  private String helloId;

  private long heardAt;
  private long pingedAt;

  /** When to close it, by its state: after a drain's delay, or if the closing takes too long. */
  private long endAt = Long.MAX_VALUE;

  private long tokenExpiresAt;

  EdgeSocket(EdgeLoop loop, ServerWebSocket socket) {
    this.loop = loop;
    this.socket = socket;
  }

  EdgeLoop loop() {
    return loop;
  }

  /** Takes the socket into service. */
  void open() {
    stateSince = Edge.monotonicMs();
    heardAt = stateSince;
    pingedAt = stateSince;
    loop.add(this);
    edge().metrics().socketOpened();
    socket.closeHandler(end -> ended());
    socket.exceptionHandler(this::broke);
    socket.frameHandler(this::receive);
    socket.pongHandler(pong -> heardAt = Edge.monotonicMs());
    if (!edge().origins().allows(socket.headers().get("Origin"), socket.headers().get("Host"))) {
      close(CloseCode.FORBIDDEN);
    } else if (edge().turnsAway()) {
      close(CloseCode.DRAINING);
    } else {
      write(edge().welcome());
    }
  }

  private Edge edge() {
    return loop.edge();
  }

  /** The client's address; not for logs. */
  String remoteAddress() {
    return socket.remoteAddress().hostAddress();
  }

  /** The end follows; only what the protocol has a code for is counted. */
  private void broke(Throwable problem) {
    if (Wire.isTooBig(problem)) {
      edge().metrics().closed(CloseCode.FRAME_TOO_BIG);
    }
  }

  private void receive(WebSocketFrame frame) {
    if (state == State.CLOSING) {
      return;
    }
    heardAt = Edge.monotonicMs();
    if (frame.isPing()) {
      pinged();
    } else {
      reader.read(frame, this);
    }
  }

  /** Vert.x has answered already. */
  private void pinged() {
    if (session != null) {
      Session to = session;
      to.home().run(() -> to.chargeIdle(this));
    } else {
      chargeStray();
    }
    if (state != State.CLOSING && !socket.isClosed()) {
      blockIfFull();
    }
  }

  @Override
  public void receive(String text) {
    edge().metrics().frameReceived();
    switch (EnvelopeParser.parse(text)) {
      case Envelope.Malformed malformed -> close(CloseCode.MALFORMED_FRAME);
      case Envelope.Flawed flawed -> refuse(flawed.id(), ErrorCode.BAD_REQUEST, flawed.problem());
      case Envelope.Ack ack -> {
        if (session != null) {
          Session to = session;
          to.home().run(() -> to.ack(this, ack.seq()));
        }
      }
      case Envelope.Request request -> receive(request);
    }
  }

  private void receive(Envelope.Request request) {
    boolean hello = request.type().equals("hello");
    if (state == State.SIGNED_IN && !hello) {
      Session to = session;
      to.home().run(() -> to.handle(this, request));
    } else if (state == State.FRESH && hello) {
      state = State.SIGNING_IN;
      stateSince = Edge.monotonicMs();
      helloId = request.id();
      // What follows the hello waits for its reply.
      socket.pause();
      loop.signIn().begin(this, request);
    } else if (hello) {
      refuse(request.id(), ErrorCode.INVALID_STATE, "this socket has said hello");
    } else {
      refuse(request.id(), ErrorCode.UNAUTHORIZED, "say hello first");
    }
  }

  /** What is refused costs like what is carried out. */
  private void refuse(String id, ErrorCode code, String problem) {
    if (session != null) {
      Session to = session;
      to.home().run(() -> to.refuse(this, id, new ProtocolException(code, problem)));
      return;
    }
    edge().metrics().errorReplied(code);
    write(Frames.error(id, ErrorBody.of(code, problem)));
    chargeStray();
  }

  private void chargeStray() {
    if (++strayRequests > MAX_STRAY_REQUESTS) {
      close(CloseCode.TOO_SLOW);
    }
  }

  /** Its hello is put off: the time for signing in begins when that is over. */
  void delaySignIn(long ms) {
    stateSince = Edge.monotonicMs() + ms;
  }

  /** Whether its hello has not been answered yet. */
  boolean isSigningIn() {
    return state == State.SIGNING_IN;
  }

  /** The hello was accepted; the session has this socket. */
  void signedIn(Session by, AccessToken token) {
    if (state != State.SIGNING_IN) {
      by.home().run(() -> by.lost(this));
      return;
    }
    state = State.SIGNED_IN;
    session = by;
    tokenExpiresAt = token.expiresAt();
    listen();
  }

  /** The hello was not accepted, and another may follow. */
  void stillFresh() {
    if (state == State.SIGNING_IN) {
      state = State.FRESH;
      stateSince = Edge.monotonicMs();
      listen();
    }
  }

  /** A new token for the same session. */
  void renew(AccessToken token) {
    loop.run(
        () -> {
          tokenExpiresAt = token.expiresAt();
          expiryTold = false;
        });
  }

  /** Sends a frame; what is sent after the end is lost. */
  void send(String frame) {
    loop.run(() -> write(frame));
  }

  private void write(String frame) {
    if (state == State.CLOSING || state == State.ENDED || socket.isClosed()) {
      return;
    }
    socket.writeTextMessage(frame);
    edge().metrics().frameSent();
    blockIfFull();
  }

  private void blockIfFull() {
    if (!blocked && socket.writeQueueFull()) {
      blocked = true;
      socket.pause();
      socket.drainHandler(drained -> unblock());
    }
  }

  /** Whether the client does not take what it is sent at the moment. */
  boolean isBlocked() {
    return blocked;
  }

  private void unblock() {
    if (blocked) {
      blocked = false;
      listen();
      if (session != null) {
        Session by = session;
        by.home().run(() -> by.pump(this));
      }
    }
  }

  private void listen() {
    if (!blocked && state != State.SIGNING_IN) {
      socket.resume();
    }
  }

  /** Another socket took over the session. */
  void replace() {
    loop.run(
        () -> {
          write(Frames.of(SessionEvent.GoAway.replaced()));
          session = null;
          close(CloseCode.REPLACED);
        });
  }

  /** Closes the socket; its session waits to be resumed from now on. */
  @Override
  public void close(CloseCode code) {
    loop.run(() -> closeNow(code));
  }

  private void closeNow(CloseCode code) {
    if (state == State.CLOSING || state == State.ENDED) {
      return;
    }
    state = State.CLOSING;
    endAt = Edge.monotonicMs() + CLOSING_TIMEOUT_MS;
    edge().metrics().closed(code);
    socket.resume();
    socket.close((short) code.code(), code.reason());
    release();
  }

  private void ended() {
    state = State.ENDED;
    loop.remove(this);
    edge().metrics().socketEnded();
    release();
  }

  private void release() {
    if (session != null) {
      Session by = session;
      session = null;
      by.home().run(() -> by.lost(this));
    }
  }

  /** Looks at the clock: called for each socket again and again. */
  void sweep(long now) {
    switch (state) {
      case FRESH -> {
        if (now - stateSince >= edge().settings().helloTimeout()) {
          close(CloseCode.HELLO_TIMEOUT);
        }
      }
      case SIGNING_IN -> {
        if (now - stateSince >= edge().settings().signInTimeout()) {
          refuse(helloId, ErrorCode.UNAVAILABLE, "signing in takes too long now");
          close(CloseCode.NORMAL);
        }
      }
      case SIGNED_IN -> {
        if (now >= endAt) {
          close(CloseCode.DRAINING);
        } else if (checkToken()) {
          checkPulse(now);
        }
      }
      case CLOSING -> {
        if (now >= endAt) {
          endAt = Long.MAX_VALUE;
          edge().metrics().unresponsive();
          Wire.terminate(socket);
        }
      }
      case ENDED -> {}
    }
  }

  /** Whether the token is good still; if not, the socket closes. */
  private boolean checkToken() {
    long left = tokenExpiresAt - edge().wallMs();
    if (left <= 0) {
      close(CloseCode.TOKEN);
      return false;
    }
    if (left <= edge().settings().tokenExpiryNotice() && !expiryTold) {
      expiryTold = true;
      write(Frames.of(new SessionEvent.TokenExpiring(tokenExpiresAt)));
    }
    return true;
  }

  private void checkPulse(long now) {
    if (pongDue && heardAt >= pingedAt) {
      pongDue = false;
    }
    if (pongDue && now - pingedAt >= edge().settings().pongTimeout()) {
      giveUp();
    } else if (!pongDue && now - pingedAt >= edge().settings().pingInterval()) {
      pongDue = true;
      pingedAt = now;
      socket.writePing(NO_PAYLOAD);
      Session by = session;
      by.home().run(() -> by.tidy(now));
    }
  }

  /** One that is not listened to since it does not read is told why, should it read at last. */
  private void giveUp() {
    if (blocked) {
      edge().metrics().slowReader();
      close(CloseCode.TOO_SLOW);
    } else {
      edge().metrics().silent();
      Wire.terminate(socket);
    }
  }

  /** Does not wait for the client if it is to close. */
  void endIfClosing() {
    if (state == State.CLOSING) {
      Wire.terminate(socket);
    }
  }

  /** Sends the client elsewhere within that time. */
  void drain(long spreadMs) {
    if (state == State.SIGNED_IN) {
      long afterMs = ThreadLocalRandom.current().nextLong(spreadMs + 1);
      write(Frames.of(SessionEvent.GoAway.drain(afterMs)));
      endAt = Edge.monotonicMs() + afterMs;
    } else {
      close(CloseCode.DRAINING);
    }
  }
}
