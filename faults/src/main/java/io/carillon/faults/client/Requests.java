package io.carillon.faults.client;

import io.carillon.faults.log.Entry;
import io.carillon.faults.log.Journal;
import io.carillon.faults.log.LoadClock;
import io.carillon.faults.log.View;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Requests without a reply yet, in the order made. They outlive sockets and sessions, keep their
 * ids, and are sent again until they have a reply that is final.
 */
final class Requests {
  /** After so long without a reply on a live socket a request is sent again. */
  private static final long REPLY_MS = 15_000;

  private static final class Pending {
    private final Entry.Asked asked;
    private final String frame;
    private final Backoff backoff;
    private final Promise<JsonObject> reply = Promise.promise();
    private int sent;

    private Pending(Entry.Asked asked, String frame, Backoff backoff) {
      this.asked = asked;
      this.frame = frame;
      this.backoff = backoff;
    }
  }

  private final Vertx vertx;
  private final LoadClock clock;
  private final Random random;
  private final Journal journal;
  private final Map<String, Pending> byId = new LinkedHashMap<>();
  private Consumer<String> socket;
  private long counter;

  Requests(Vertx vertx, LoadClock clock, Random random, Journal journal) {
    this.vertx = vertx;
    this.clock = clock;
    this.random = random;
    this.journal = journal;
  }

  /** An id that no other request has. */
  String nextId() {
    counter++;
    return "r" + counter;
  }

  boolean areWaiting() {
    return !byId.isEmpty();
  }

  /** Sends a request as soon as there is a socket; fails with {@link RefusedException}. */
  Future<JsonObject> make(String type, JsonObject data) {
    Entry.Asked asked = new Entry.Asked(clock.millis(), nextId(), type, data.getString("callId"));
    journal.add(asked);
    String frame =
        new JsonObject().put("type", type).put("id", asked.id()).put("data", data).encode();
    Pending pending = new Pending(asked, frame, new Backoff(random));
    byId.put(asked.id(), pending);
    send(pending);
    return pending.reply.future();
  }

  /** From now on requests go out there, those that wait first. */
  void attach(Consumer<String> to) {
    socket = to;
    List.copyOf(byId.values()).forEach(this::send);
  }

  /** There is no socket. */
  void detach() {
    socket = null;
  }

  void succeeded(String id, JsonObject data) {
    Pending pending = byId.remove(id);
    if (pending != null) {
      List<View> calls = Replies.calls(pending.asked, data);
      journal.add(new Entry.Answered(clock.millis(), pending.asked, null, calls));
      pending.reply.complete(data);
    }
  }

  void refused(String id, JsonObject error) {
    Pending pending = byId.get(id);
    if (pending == null) {
      return;
    }
    String code = error.getString("code");
    if (error.getBoolean("retryable")) {
      journal.add(new Entry.PutOff(clock.millis(), pending.asked, code));
      sendIn(pending, error.getLong("retryAfterMs", pending.backoff.next()));
    } else {
      byId.remove(id);
      journal.add(new Entry.Answered(clock.millis(), pending.asked, code, List.of()));
      pending.reply.fail(new RefusedException(code));
    }
  }

  private void send(Pending pending) {
    if (socket == null) {
      return;
    }
    pending.sent++;
    socket.accept(pending.frame);
    int time = pending.sent;
    vertx.setTimer(
        REPLY_MS,
        late -> {
          if (waits(pending) && pending.sent == time && socket != null) {
            journal.add(new Entry.PutOff(clock.millis(), pending.asked, Entry.PutOff.NO_REPLY));
            send(pending);
          }
        });
  }

  private void sendIn(Pending pending, long delayMs) {
    int time = pending.sent;
    vertx.setTimer(
        Math.max(1, delayMs),
        due -> {
          if (waits(pending) && pending.sent == time) {
            send(pending);
          }
        });
  }

  private boolean waits(Pending pending) {
    return byId.get(pending.asked.id()) == pending;
  }
}
