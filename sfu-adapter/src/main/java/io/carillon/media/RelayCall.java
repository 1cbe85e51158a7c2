package io.carillon.media;

import io.carillon.media.HeldMessages.Held;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.media.MediaRecord;
import io.carillon.runtime.session.SessionDelivery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One call at its adapter: the latest that is known of it, and the messages that wait for an
 * accept.
 *
 * <p>Safe for use by several threads. A message whose receiver is in, with nothing waiting for
 * anybody, takes no lock; all others are decided upon under one, so that none slips past those
 * before it.
 */
final class RelayCall {
  /** How many messages wait for an accept at most. */
  static final int MAX_HELD = 64;

  /** How much they may hold together: eight offers of the greatest length, in characters. */
  static final int MAX_HELD_CHARS = 256 * 1024;

  private static final long RETRY_HELD_AFTER_MS = 1000;

  private final SessionDelivery delivery;
  private final MediaMetrics metrics;
  private final Map<String, HeldMessages> held = new HashMap<>();
  private int heldCount;
  private int heldChars;
  private boolean retired;
  private volatile MediaRecord media;
  private volatile boolean anyHeld;
  private volatile int idleSweeps;

  RelayCall(MediaRecord media, SessionDelivery delivery, MediaMetrics metrics) {
    this.media = media;
    this.delivery = delivery;
    this.metrics = metrics;
  }

  /** The latest that is known. */
  MediaRecord media() {
    return media;
  }

  /** Whether messages wait for a device to accept. */
  boolean holds() {
    return anyHeld;
  }

  /**
   * Takes over what is newer, and lets go of what waited for those who are in now.
   *
   * @return completes when all of it is delivered or dropped
   */
  Future<Void> update(MediaRecord newer) {
    List<String> toDrain = new ArrayList<>();
    List<Future<Void>> draining = new ArrayList<>();
    synchronized (this) {
      if (newer.session().replaces(media.session())) {
        media = newer;
      }
      held.forEach(
          (userId, waiting) -> {
            if (waiting.drained == null && !isAwaited(userId)) {
              waiting.drained = Promise.promise();
              toDrain.add(userId);
            }
            if (waiting.drained != null) {
              draining.add(waiting.drained.future());
            }
          });
    }
    toDrain.forEach(this::drain);
    return Future.join(draining).mapEmpty();
  }

  /**
   * Delivers or holds a message, as its route says.
   *
   * @return whether the receiver has it or will have it; fails with a {@link ProtocolException}
   */
  Future<Boolean> relay(SessionRef from, RelayMessage message, long now) {
    idleSweeps = 0;
    Route route = Route.of(media, from, message, now);
    if (route instanceof Route.To(SessionRef receiver) && !anyHeld) {
      return delivery.deliver(receiver, message.from(from));
    }
    if (route instanceof Route.Refuse(ProtocolException problem)) {
      return Future.failedFuture(problem);
    }
    SessionRef receiver;
    synchronized (this) {
      // An accept may have come in between.
      switch (Route.of(media, from, message, now)) {
        case Route.Refuse(ProtocolException problem) -> {
          return Future.failedFuture(problem);
        }
        case Route.Hold(String userId) -> {
          return hold(userId, from, message);
        }
        case Route.To(SessionRef session) -> {
          HeldMessages waiting = held.get(session.userId());
          if (waiting != null) {
            Promise<Boolean> delivered = Promise.promise();
            waiting.queue.add(new Held(from, message.from(from), delivered));
            return delivered.future();
          }
          receiver = session;
        }
      }
    }
    return delivery.deliver(receiver, message.from(from));
  }

  /**
   * Takes the call out of use if nobody has spoken in it for that many sweeps.
   *
   * @return whether it is out of use; a message that meets it afterwards is not held
   */
  synchronized boolean retire(int afterSweeps) {
    int idle = idleSweeps + 1;
    idleSweeps = idle;
    boolean draining = held.values().stream().anyMatch(waiting -> waiting.drained != null);
    retired = retired || (idle > afterSweeps && !draining);
    return retired;
  }

  private Future<Boolean> hold(String userId, SessionRef from, RelayMessage message) {
    if (retired) {
      return Future.failedFuture(
          new ProtocolException(ErrorCode.UNAVAILABLE, "the call is being looked up again"));
    }
    Notice notice = message.from(from);
    int chars = notice.data().text().length();
    if (heldCount >= MAX_HELD || heldChars + chars > MAX_HELD_CHARS) {
      return Future.failedFuture(
          new ProtocolException(
              ErrorCode.RATE_LIMITED,
              "too many messages wait for an answer of this call",
              RETRY_HELD_AFTER_MS));
    }
    heldCount++;
    heldChars += chars;
    held.computeIfAbsent(userId, user -> new HeldMessages())
        .queue
        .add(new Held(from, notice, null));
    anyHeld = true;
    metrics.held();
    return Future.succeededFuture(true);
  }

  /** Delivers what waits for a user, one after the other, until nothing is left. */
  private void drain(String userId) {
    Held next;
    SessionRef receiver;
    Promise<Void> drained = null;
    synchronized (this) {
      HeldMessages waiting = held.get(userId);
      next = waiting.queue.poll();
      receiver = receiverOf(userId, next);
      if (next == null) {
        held.remove(userId);
        anyHeld = !held.isEmpty();
        drained = waiting.drained;
      } else if (next.delivered() == null) {
        heldCount--;
        heldChars -= next.notice().data().text().length();
      }
    }
    if (drained != null) {
      drained.complete();
      return;
    }
    Future<Boolean> delivered =
        receiver == null
            ? Future.succeededFuture(false)
            : delivery.deliver(receiver, next.notice());
    delivered.onComplete(
        done -> {
          next.settle(done.succeeded() && done.result());
          drain(userId);
        });
  }

  /** Where a held message goes now, or null if either of the two is out of the call. */
  private SessionRef receiverOf(String userId, Held message) {
    MediaSession session = media.session();
    Endpoint receiver = Route.endpoint(session, userId);
    return message == null || receiver == null || Route.membership(session, message.from()) != null
        ? null
        : receiver.session();
  }

  /** Whether that user has a part in the call and has not answered yet. */
  private boolean isAwaited(String userId) {
    Endpoint endpoint = Route.endpoint(media.session(), userId);
    return endpoint != null && endpoint.session() == null;
  }
}
