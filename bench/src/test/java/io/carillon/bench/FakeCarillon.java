package io.carillon.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;

/**
 * As much of the wire protocol as a call between two users needs, on one event loop, with a script
 * of troubles. It holds candidates back until the answer, and is strict: what the protocol does not
 * allow gets an error.
 */
public final class FakeCarillon extends VerticleBase {

  public static final String SECRET = "a secret that is long enough for HS256, and more";

  private final int port;
  private final JwtConsumer tokens =
      new JwtConsumerBuilder()
          .setRequireExpirationTime()
          .setRequireSubject()
          .setExpectedIssuer(false, (String) null)
          .setVerificationKey(new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8)))
          .build();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Map<String, Call> calls = new HashMap<>();
  private HttpServer server;

  /** Milliseconds by which each invitation is late. */
  public volatile long inviteDelayMs;

  /** Error code for each invite, or null. */
  public volatile String inviteError;

  /** Whether events skip a number. */
  public volatile boolean losesEvents;

  /** Calls that went from invite to hangup. */
  public final AtomicInteger completeCalls = new AtomicInteger();

  /** Invitations that were not acknowledged by the next frame of the invited. */
  public final AtomicInteger lateAcks = new AtomicInteger();

  /** Sessions that ended by {@code bye}. */
  public final AtomicInteger byes = new AtomicInteger();

  public FakeCarillon(int port) {
    this.port = port;
  }

  /** As a process: {@code FakeCarillon <port> <data folder>}. */
  public static void main(String[] args) throws Exception {
    Path data = Files.createDirectories(Path.of(args[1]));
    Files.writeString(data.resolve("secret"), SECRET + "\n");
    int port = Integer.parseInt(args[0]);
    Vertx.vertx().deployVerticle(new FakeCarillon(port)).await(30, TimeUnit.SECONDS);
    System.out.println("ready http://localhost:" + port);
  }

  @Override
  public Future<?> start() {
    server = vertx.createHttpServer().webSocketHandler(Session::new);
    return server.listen(port, "127.0.0.1");
  }

  public int actualPort() {
    return server.actualPort();
  }

  private static final class Call {
    private final Session caller;
    private final String callee;
    private Session answerer;
    private final List<JsonObject> heldBack = new ArrayList<>();

    private Call(Session caller, String callee) {
      this.caller = caller;
      this.callee = callee;
    }
  }

  private final class Session {
    private final ServerWebSocket socket;
    private final Set<String> ids = new HashSet<>();
    private String user;
    private long seq;
    private long mustAck;

    private Session(ServerWebSocket socket) {
      this.socket = socket;
      socket.textMessageHandler(text -> receive(new JsonObject(text)));
      socket.closeHandler(ignored -> sessions.remove(user, this));
      socket.writeTextMessage("{\"type\":\"welcome\",\"data\":{\"protocol\":1}}");
    }

    private void receive(JsonObject frame) {
      if (frame.getString("type").equals("ack")) {
        if (frame.getLong("seq") >= mustAck) {
          mustAck = 0;
        }
        return;
      }
      if (mustAck > 0) {
        lateAcks.incrementAndGet();
      }
      String error = ids.add(frame.getString("id")) ? handle(frame) : "bad_request";
      JsonObject reply = new JsonObject().put("id", frame.getString("id"));
      if (error == null) {
        reply.put("type", "ok").put("data", new JsonObject());
      } else {
        reply.put("type", "error").put("error", new JsonObject().put("code", error));
      }
      socket.writeTextMessage(reply.encode());
    }

    private String handle(JsonObject frame) {
      JsonObject data = frame.getJsonObject("data");
      String type = frame.getString("type");
      if (type.equals("hello")) {
        return hello(data);
      }
      if (user == null) {
        return "unauthorized";
      }
      Call call = calls.get(data.getString("callId"));
      return switch (type) {
        case "call.invite" -> invite(data);
        case "call.accept" -> call == null ? "call_not_found" : accept(call, data);
        case "media.candidates" -> call == null ? "call_not_found" : candidates(call, data);
        case "call.hangup" -> call == null ? "call_not_found" : hangup(call, data);
        case "bye" -> {
          byes.incrementAndGet();
          yield null;
        }
        default -> "unknown_type";
      };
    }

    private String hello(JsonObject data) {
      try {
        user = tokens.processToClaims(data.getString("token")).getSubject();
      } catch (InvalidJwtException | org.jose4j.jwt.MalformedClaimException e) {
        return "token_invalid";
      }
      sessions.put(user, this);
      return null;
    }

    private String invite(JsonObject data) {
      if (inviteError != null) {
        return inviteError;
      }
      String callee = data.getJsonArray("to").getString(0);
      calls.put(data.getString("callId"), new Call(this, callee));
      JsonObject event =
          new JsonObject()
              .put("callId", data.getString("callId"))
              .put("call", new JsonObject().put("callId", data.getString("callId")))
              .put("description", data.getJsonObject("description"));
      if (inviteDelayMs == 0) {
        sessions.get(callee).event("call.invited", event);
      } else {
        vertx.setTimer(inviteDelayMs, ignored -> sessions.get(callee).event("call.invited", event));
      }
      return null;
    }

    private String accept(Call call, JsonObject data) {
      if (!call.callee.equals(user)) {
        return "not_in_call";
      }
      call.answerer = this;
      call.caller.event("call.accepted", data);
      call.heldBack.forEach(held -> event("media.candidates", held));
      return null;
    }

    private String candidates(Call call, JsonObject data) {
      JsonObject to = data.getJsonObject("to");
      JsonArray candidates = data.getJsonArray("candidates");
      if (candidates.size() != 1 || data.getInteger("epoch") != 0) {
        return "bad_request";
      }
      boolean fromCaller = call.caller == this;
      if (!to.getString("userId").equals(fromCaller ? call.callee : call.caller.user)) {
        return "not_in_call";
      }
      if (call.answerer == null) {
        if (to.containsKey("deviceId")) {
          return "bad_request";
        }
        call.heldBack.add(data);
      } else {
        (fromCaller ? call.answerer : call.caller).event("media.candidates", data);
      }
      return null;
    }

    private String hangup(Call call, JsonObject data) {
      calls.remove(data.getString("callId"));
      completeCalls.incrementAndGet();
      JsonObject event =
          new JsonObject().put("callId", data.getString("callId")).put("reason", "hangup");
      call.caller.event("call.ended", event);
      if (call.answerer != null) {
        call.answerer.event("call.ended", event);
      }
      return null;
    }

    private void event(String type, JsonObject data) {
      seq += losesEvents ? 2 : 1;
      if (type.equals("call.invited")) {
        mustAck = seq;
      }
      socket.writeTextMessage(
          new JsonObject()
              .put("type", type)
              .put("seq", seq)
              .put("ts", System.currentTimeMillis())
              .put("data", data)
              .encode());
    }
  }
}
