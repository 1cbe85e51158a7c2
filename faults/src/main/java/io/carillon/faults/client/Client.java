package io.carillon.faults.client;

import io.carillon.faults.log.Entry;
import io.carillon.faults.log.Journal;
import io.carillon.faults.log.LoadClock;
import io.carillon.faults.log.View;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Random;

/**
 * One device of a user: a session over as many sockets as it takes. It goes to another address when
 * a socket dies or the service says so, resumes or begins anew, and sends what has no reply again
 * under the same id. All that it does and sees goes into its journal.
 *
 * <p>Confined to one event loop.
 */
public final class Client {
  /** From the attempt to the accepted hello. */
  private static final long SIGN_IN_MS = 5_000;

  /** Gets what a client receives, on its event loop. */
  public interface Listener {

    /** An event of the session. */
    void event(String type, JsonObject data);

    /** A session that is new: these calls are alive, and no others. */
    void snapshot(List<View> calls);
  }

  private final Vertx vertx;
  private final WebSocketClient sockets;
  private final Edges edges;
  private final LoadClock clock;
  private final Random random;
  private final Journal journal;
  private final JsonObject device;
  private final String token;
  private final Requests requests;
  private final Acks acks = new Acks();
  private final Backoff backoff;
  private final Liveness liveness;

  private Listener listener;
  private Connection connection;
  private SocketAddress failed;
  private boolean ready;
  private boolean stopped;
  private boolean dialing;
  private long signInTimer;
  private long ackTimer;
  private long heardAt;
  private long helloAt;
  private String helloId;
  private String sessionId;
  private String resumeToken;

  /** A device that is not connected yet. */
  public Client(
      Vertx vertx,
      WebSocketClient sockets,
      Edges edges,
      LoadClock clock,
      Random random,
      Journal journal,
      String deviceId,
      String token) {
    this.vertx = vertx;
    this.sockets = sockets;
    this.edges = edges;
    this.clock = clock;
    this.random = random;
    this.journal = journal;
    this.device = new JsonObject().put("id", deviceId).put("platform", "linux");
    this.token = token;
    this.requests = new Requests(vertx, clock, random, journal);
    this.backoff = new Backoff(random);
    this.liveness = new Liveness(vertx, this::ping, this::abandon);
  }

  /** Connects, and stays connected until told otherwise. */
  public void start(Listener to) {
    listener = to;
    dialIn(1);
  }

  /** Whether it has a session with a socket. */
  public boolean isReady() {
    return ready;
  }

  /** Whether a request of its waits for a reply. */
  public boolean isWaiting() {
    return requests.areWaiting();
  }

  /**
   * Sends a request, as often as it takes.
   *
   * @return the data of the reply; fails with {@link RefusedException}
   */
  public Future<JsonObject> request(String type, JsonObject data) {
    return requests.make(type, data);
  }

  /**
   * Loses its socket and comes back.
   *
   * @param anew as an app that was started again, which knows nothing of its session
   */
  public void drop(boolean anew) {
    if (anew) {
      resumeToken = null;
    }
    abandon();
  }

  /** Closes for good, and leaves its session to the service. */
  public void stop() {
    stopped = true;
    abandon();
  }

  private void dialIn(long delayMs) {
    if (dialing || stopped) {
      return;
    }
    dialing = true;
    vertx.setTimer(
        delayMs,
        fired -> {
          dialing = false;
          if (!stopped) {
            dial();
          }
        });
  }

  private void dial() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      old.abandon();
    }
    Connection next =
        Connection.open(sockets, edges.next(failed, random), this::receive, this::ended);
    connection = next;
    signInTimer = vertx.setTimer(SIGN_IN_MS, fired -> next.abandon());
  }

  private void abandon() {
    if (connection != null) {
      connection.abandon();
    }
  }

  private void ended(Connection which) {
    if (which != connection && connection != null) {
      return;
    }
    connection = null;
    failed = which.address();
    vertx.cancelTimer(signInTimer);
    liveness.stop();
    if (ready) {
      ready = false;
      requests.detach();
      journal.add(new Entry.Disconnected(clock.millis(), heardAt));
    }
    dialIn(backoff.next());
  }

  private void receive(JsonObject frame) {
    heardAt = clock.millis();
    liveness.heard();
    switch (frame.getString("type")) {
      case "welcome" -> sayHello();
      case "ok" -> succeeded(frame.getString("id"), frame.getJsonObject("data"));
      case "error" -> refused(frame.getString("id"), frame.getJsonObject("error"));
      case "goaway" -> sentAway(frame.getJsonObject("data"));
      case "token.expiring" -> {}
      default -> event(frame);
    }
  }

  private void sayHello() {
    helloId = requests.nextId();
    helloAt = heardAt;
    JsonObject data = new JsonObject().put("token", token).put("device", device);
    if (resumeToken != null) {
      data.put("resume", new JsonObject().put("token", resumeToken).put("lastSeq", acks.seen()));
    }
    connection.send(
        new JsonObject().put("type", "hello").put("id", helloId).put("data", data).encode());
  }

  private void signedIn(JsonObject data) {
    vertx.cancelTimer(signInTimer);
    boolean resumed = data.getBoolean("resumed");
    sessionId = data.getString("sessionId");
    resumeToken = data.getString("resumeToken");
    acks.restart(resumed ? acks.seen() : 0);
    failed = null;
    ready = true;
    backoff.reset();
    List<View> calls = resumed ? List.of() : Replies.views(data.getJsonArray("calls"));
    journal.add(
        new Entry.Connected(heardAt, helloAt, sessionId, resumed, calls, Replies.ended(data)));
    liveness.start(data.getLong("pingIntervalMs"));
    requests.attach(connection::send);
    if (!resumed) {
      listener.snapshot(calls);
    }
  }

  private void succeeded(String id, JsonObject data) {
    if (id.equals(helloId)) {
      helloId = null;
      signedIn(data);
    } else {
      requests.succeeded(id, data);
    }
  }

  private void refused(String id, JsonObject error) {
    if (id != null && id.equals(helloId)) {
      // A session that can't be resumed is no error; this is one of the moment.
      abandon();
    } else {
      requests.refused(id, error);
    }
  }

  private void sentAway(JsonObject goaway) {
    failed = connection.address();
    if (goaway.getString("action").equals("disconnect")) {
      resumeToken = null;
      abandon();
    } else {
      leaveIn(goaway.getLong("afterMs", 0L));
    }
  }

  /** The old socket serves until then. */
  private void leaveIn(long delayMs) {
    Connection leaving = connection;
    vertx.setTimer(
        Math.max(1, delayMs),
        fired -> {
          if (connection == leaving) {
            leaving.abandon();
          }
        });
  }

  private void event(JsonObject frame) {
    long seq = frame.getLong("seq");
    String type = frame.getString("type");
    JsonObject data = frame.getJsonObject("data");
    journal.add(
        Replies.heard(heardAt, frame.getLong("ts"), journal.userId(), sessionId, seq, type, data));
    if (acks.isKnown(seq)) {
      return;
    }
    if (acks.handled(seq, type.equals("call.invited"))) {
      acknowledge();
    } else if (ackTimer == 0) {
      ackTimer = vertx.setTimer(Acks.DELAY_MS, fired -> acknowledge());
    }
    listener.event(type, data);
  }

  private void acknowledge() {
    vertx.cancelTimer(ackTimer);
    ackTimer = 0;
    if (ready && acks.isDue()) {
      connection.send(new JsonObject().put("type", "ack").put("seq", acks.take()).encode());
    }
  }

  private void ping() {
    if (ready) {
      connection.send(
          new JsonObject()
              .put("type", "ping")
              .put("id", "ping")
              .put("data", new JsonObject())
              .encode());
    }
  }
}
