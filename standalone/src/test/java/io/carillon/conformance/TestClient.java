package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One device of a user, as the protocol page describes a client: it sends requests, takes replies
 * and events, and acknowledges each event when it comes unless told not to. All waiting is for a
 * frame, with a deadline. Every frame is checked by {@link SessionRules}.
 */
final class TestClient {
  private static final String HELLO_ID = "hello";

  private final TestUser user;
  private final String device;
  private final SessionRules rules;
  private final AtomicInteger lastId = new AtomicInteger();
  private final TestSocket socket;
  private volatile boolean acknowledging = true;
  private volatile long resumedAfter;
  private volatile JsonNode session;

  TestClient(TestUser user, String device, Map<String, String> headers, String... subProtocols) {
    this.user = user;
    this.device = device;
    this.rules = new SessionRules(user.id() + "/" + device);
    this.socket =
        new TestSocket(user.server().webSocketUri(), headers, subProtocols, this::received);
  }

  private void received(JsonNode frame) {
    if (frame.path("id").asText().equals(HELLO_ID)
        && frame.path("data").path("resumed").asBoolean()) {
      rules.continueAfter(resumedAfter);
    }
    rules.received(frame);
    if (frame.has("seq") && acknowledging) {
      acknowledge(frame.path("seq").asLong());
    }
  }

  TestUser user() {
    return user;
  }

  String userId() {
    return user.id();
  }

  String device() {
    return device;
  }

  /** {@code {"userId","deviceId"}} of this device. */
  ObjectNode address() {
    return Json.object("userId", userId(), "deviceId", device);
  }

  /** The data of the reply to hello. */
  JsonNode session() {
    return session;
  }

  /** The seq of the last event that came. */
  long lastSeq() {
    return rules.lastSeq();
  }

  SessionRules rules() {
    return rules;
  }

  Inbox inbox() {
    return socket.inbox;
  }

  /** What the server chose, the empty text when nothing. */
  String subProtocol() {
    return socket.subProtocol();
  }

  // ---- connection

  JsonNode welcome() {
    return takeFrame("welcome").path("data");
  }

  Reply hello() {
    return helloWith(user.token());
  }

  Reply helloWith(String token) {
    return hello("token", token, "device", Json.object("id", device, "platform", "test"));
  }

  /** A hello with just these fields. */
  Reply hello(Object... data) {
    rules.requested(HELLO_ID);
    socket.sendText(
        Json.object("type", "hello", "id", HELLO_ID, "data", Json.object(data)).toString());
    Reply reply = reply(HELLO_ID);
    if (reply.isOk()) {
      session = reply.ok();
    }
    return reply;
  }

  /** Opens a new socket for this device and resumes there after the last event that came. */
  TestClient resume() {
    return resumeAfter(lastSeq());
  }

  /** Opens a new socket for this device and resumes there after that event. */
  TestClient resumeAfter(long seq) {
    TestClient next = user.open(device);
    next.lastId.set(lastId.get());
    next.helloResuming(session.path("resumeToken").asText(), seq).ok();
    return next;
  }

  /** Opens a new socket for this device somewhere else, and asks to resume after the last event. */
  TestClient resumeAt(Entrance other) {
    TestClient next = user.at(other).open(device);
    next.lastId.set(lastId.get());
    next.helloResuming(session.path("resumeToken").asText(), lastSeq()).ok();
    return next;
  }

  /** Says hello with a token to resume by. */
  Reply helloResuming(String resumeToken, long seq) {
    resumedAfter = seq;
    return hello(
        "token", user.token(),
        "device", Json.object("id", device),
        "resume", Json.object("token", resumeToken, "lastSeq", seq));
  }

  /** Loses the connection without a word. */
  void drop() {
    socket.abort();
  }

  /** Releases the session and closes. */
  void leave() {
    if (session != null && !inbox().isClosed()) {
      send("bye");
    }
    socket.close();
  }

  void expectClose(int code) {
    assertThat(socket.inbox.awaitClose(Inbox.PATIENCE)).as("the close code").isEqualTo(code);
  }

  // ---- requests

  /** Sends a request without waiting and gives its id. */
  String send(String type, Object... data) {
    String id = Integer.toString(lastId.incrementAndGet());
    sendAs(id, type, data);
    return id;
  }

  /** Sends a request under this id without waiting. */
  void sendAs(String id, String type, Object... data) {
    if (type.equals("call.join")) {
      rules.joining(id);
    }
    sendText(Json.object("type", type, "id", id, "data", Json.object(data)).toString(), id);
  }

  /** Sends any text, to which one reply under this id is due. */
  void sendText(String text, String id) {
    rules.requested(id);
    socket.sendText(text);
  }

  /** Sends any text, to which no reply is due. */
  void sendText(String text) {
    socket.sendText(text);
  }

  /** The socket below, for what no well-behaved client sends. */
  TestSocket socket() {
    return socket;
  }

  /** Waits for the reply to that request. */
  Reply reply(String id) {
    return new Reply(
        socket.inbox.take(
            "the reply to request " + id,
            frame -> isReply(frame) && frame.path("id").asText().equals(id),
            Inbox.PATIENCE));
  }

  /** Waits for the reply to that request; nothing when the server closes instead. */
  Optional<Reply> replyUnlessClosed(String id) {
    return socket
        .inbox
        .takeUnlessClosed(
            "the reply to request " + id,
            frame -> isReply(frame) && frame.path("id").asText().equals(id),
            Inbox.PATIENCE)
        .map(Reply::new);
  }

  Reply request(String type, Object... data) {
    return reply(send(type, data));
  }

  /** The data of the reply to a request that must succeed. */
  JsonNode ok(String type, Object... data) {
    return request(type, data).ok();
  }

  /** The error code of the reply to a request that must fail. */
  String error(String type, Object... data) {
    return request(type, data).errorCode();
  }

  /**
   * A request that must succeed; when limited it is sent again after the time that the error gives.
   */
  void okPatiently(String type, Object... data) {
    Reply reply = request(type, data);
    while (reply.error().path("code").asText().equals("rate_limited")) {
      long retryAfterMs = reply.error().path("retryAfterMs").asLong();
      assertThat(retryAfterMs).as("retryAfterMs of %s", reply.frame()).isPositive();
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(retryAfterMs, TimeUnit.MILLISECONDS))
          .join();
      reply = request(type, data);
    }
    reply.ok();
  }

  // ---- events

  /** From now on events are acknowledged only by {@link #acknowledge}. */
  void stopAcknowledging() {
    acknowledging = false;
  }

  void acknowledge(long seq) {
    socket.sendText(Json.object("type", "ack", "seq", seq).toString());
  }

  /** Waits until so many events have come since the session began. */
  void awaitSeq(long seq) {
    socket.inbox.await(() -> rules.lastSeq() >= seq, "event " + seq, Inbox.PATIENCE);
  }

  /** Takes the oldest event of this type, waiting for it. */
  Event expectEvent(String type) {
    return new Event(takeFrame(type));
  }

  /** Takes the oldest event of this type about this call, waiting for it. */
  Event expectEvent(String type, String callId) {
    return expectEvent(type, callId, Inbox.PATIENCE);
  }

  Event expectEvent(String type, String callId, Duration patience) {
    return new Event(
        socket.inbox.take(
            type + " of call " + callId,
            frame ->
                frame.path("type").asText().equals(type)
                    && frame.path("data").path("callId").asText().equals(callId),
            patience));
  }

  /** Takes the oldest event of any type, waiting for it. */
  Event expectNext() {
    return new Event(socket.inbox.take("any event", frame -> frame.has("seq"), Inbox.PATIENCE));
  }

  /** Waits for so many more events of any type, in the order in which they came. */
  List<Event> expectNext(int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(expectNext());
    }
    return events;
  }

  /**
   * Nothing of these types has come. What was caused before is here by then: the reply to a request
   * that every service answers follows it on the same socket. Callers first see the effect of the
   * cause somewhere else.
   */
  void expectNoEventOf(String... types) {
    settle();
    Set<String> unwanted = Set.of(types);
    assertThat(socket.inbox.peek(frame -> unwanted.contains(frame.path("type").asText())))
        .as("events of %s/%s", userId(), device)
        .isEmpty();
  }

  /** No event at all has come that was not taken; see {@link #expectNoEventOf}. */
  void expectNoEvent() {
    settle();
    assertThat(socket.inbox.peek(frame -> frame.has("seq")))
        .as("events of %s/%s", userId(), device)
        .isEmpty();
  }

  /** A round trip through the call service and one through the edge. */
  void settle() {
    ok("call.list");
    ok("ping");
  }

  /** Takes the oldest frame of this type, waiting for it. */
  JsonNode takeFrame(String type) {
    return socket.inbox.take(
        type, frame -> frame.path("type").asText().equals(type), Inbox.PATIENCE);
  }

  private static boolean isReply(JsonNode frame) {
    String type = frame.path("type").asText();
    return type.equals("ok") || type.equals("error");
  }
}
