package io.carillon.media;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.SessionRef;
import io.vertx.core.Future;
import java.time.Clock;

/**
 * Carries descriptions and candidates between the parties of a call. One sender's messages reach
 * one receiver in order if the sender's edge awaits the outcome of each.
 */
final class Relay {
  private final RelayCalls calls;
  private final MediaMetrics metrics;
  private final Clock clock;

  Relay(RelayCalls calls, MediaMetrics metrics, Clock clock) {
    this.calls = calls;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Relays one message to another party.
   *
   * @return completes when the receiver's session has the event, or it is held for the accept;
   *     fails with a {@link ProtocolException}
   */
  Future<Void> relay(SessionRef from, RelayMessage message) {
    String key = CallKey.of(from.app(), message.callId());
    RelayCall copy = calls.copy(key);
    if (copy == null) {
      return calls
          .reload(key)
          .compose(call -> call.relay(from, message, clock.millis()))
          .compose(delivered -> outcome(message, delivered));
    }
    long version = copy.media().session().version();
    Future<Boolean> first = copy.relay(from, message, clock.millis());
    return first
        .transform(
            done ->
                done.succeeded() && done.result()
                    ? first
                    : again(key, version, first, from, message))
        .compose(delivered -> outcome(message, delivered));
  }

  /**
   * Checks that a session takes part in a call.
   *
   * @return fails with the {@link ProtocolException} that says why it does not
   */
  Future<Void> member(SessionRef from, String callId) {
    String key = CallKey.of(from.app(), callId);
    RelayCall copy = calls.copy(key);
    if (copy != null && Route.membership(copy.media().session(), from) == null) {
      return Future.succeededFuture();
    }
    return calls
        .reload(key)
        .compose(
            call -> {
              ProtocolException problem = Route.membership(call.media().session(), from);
              return problem == null ? Future.succeededFuture() : Future.failedFuture(problem);
            });
  }

  /**
   * The call of a session that takes part in it, if a videobridge carries it.
   *
   * @return fails with the {@link ProtocolException} that says why not: {@code invalid_state} where
   *     none does
   */
  Future<MediaSession> onBridge(SessionRef from, String callId) {
    String key = CallKey.of(from.app(), callId);
    RelayCall copy = calls.copy(key);
    if (copy != null && Route.bridged(copy.media().session(), from) == null) {
      return Future.succeededFuture(copy.media().session());
    }
    return calls
        .reload(key)
        .compose(
            call -> {
              MediaSession session = call.media().session();
              ProtocolException problem = Route.bridged(session, from);
              return problem == null
                  ? Future.succeededFuture(session)
                  : Future.failedFuture(problem);
            });
  }

  /** A second try where the map knows more than the copy did. */
  private Future<Boolean> again(
      String key, long version, Future<Boolean> first, SessionRef from, RelayMessage message) {
    return calls
        .reload(key)
        .compose(
            call ->
                call.media().session().version() == version
                    ? first
                    : call.relay(from, message, clock.millis()));
  }

  private Future<Void> outcome(RelayMessage message, boolean delivered) {
    if (delivered) {
      metrics.relayed(message.type());
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        new ProtocolException(
            ErrorCode.UNAVAILABLE, "the receiver can't be reached at the moment"));
  }
}
