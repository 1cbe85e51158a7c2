package io.carillon.media;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.runtime.media.MediaRecord;
import io.carillon.runtime.media.MediaStore;
import io.carillon.runtime.session.SessionDelivery;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that this adapter knows: copies of what the {@code media} map holds, kept while they
 * are in use. A copy may be behind where another adapter was told of a change; so nothing is
 * refused before the map has been read.
 *
 * <p>Safe for use by several threads.
 */
final class RelayCalls {
  private static final Logger log = LoggerFactory.getLogger(RelayCalls.class);

  /** Milliseconds between two sweeps. */
  static final long SWEEP_INTERVAL_MS = 5_000;

  private static final int LIVE_IDLE_SWEEPS = (int) (600_000 / SWEEP_INTERVAL_MS);
  private static final int ENDED_IDLE_SWEEPS = (int) (30_000 / SWEEP_INTERVAL_MS);

  private final Map<String, RelayCall> calls = new ConcurrentHashMap<>();
  private final MediaStore store;
  private final SessionDelivery delivery;
  private final MediaMetrics metrics;
  private final Clock clock;

  RelayCalls(MediaStore store, SessionDelivery delivery, MediaMetrics metrics, Clock clock) {
    this.store = store;
    this.delivery = delivery;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The local copy of that key, or null. */
  RelayCall copy(String key) {
    return calls.get(key);
  }

  /** How many copies there are. */
  int size() {
    return calls.size();
  }

  /**
   * Takes in what call-service said.
   *
   * @return what holds now, when it is in the map and what it let go is delivered; fails if the map
   *     does not answer
   */
  Future<MediaSession> tell(MediaSession session) {
    return store
        .update(session, clock.millis())
        .compose(media -> install(session.key(), media).update(media).map(told -> media.session()));
  }

  /**
   * Reads the map.
   *
   * @return the call; fails with {@code call_not_found}, or {@code unavailable} if the map does not
   *     answer
   */
  Future<RelayCall> reload(String key) {
    return store
        .of(key)
        .recover(
            problem ->
                Future.failedFuture(
                    new ProtocolException(
                        ErrorCode.UNAVAILABLE, "the call can't be looked up at the moment")))
        .map(
            found -> {
              RelayCall copy = found.map(media -> install(key, media)).orElseGet(() -> copy(key));
              if (copy == null) {
                throw new ProtocolException(ErrorCode.CALL_NOT_FOUND, "no such call");
              }
              found.ifPresent(copy::update);
              return copy;
            });
  }

  /**
   * Lets go of copies that nobody uses, and looks after those that hold messages: their accept may
   * have been told to another adapter.
   */
  void sweep() {
    calls.forEach(
        (key, call) -> {
          boolean ended = call.media().session().ended();
          if (call.retire(ended ? ENDED_IDLE_SWEEPS : LIVE_IDLE_SWEEPS)) {
            calls.remove(key, call);
          } else if (call.holds()) {
            reload(key)
                .onFailure(
                    problem ->
                        log.atWarn()
                            .addKeyValue("callId", call.media().session().callId())
                            .log("can't look up a call that holds messages"));
          }
        });
  }

  private RelayCall install(String key, MediaRecord media) {
    return calls.computeIfAbsent(key, absent -> new RelayCall(media, delivery, metrics));
  }
}
