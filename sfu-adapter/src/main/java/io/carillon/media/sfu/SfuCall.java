package io.carillon.media.sfu;

import io.carillon.media.bridge.Bridge;
import io.carillon.media.bridge.Wish;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.request.MediaRequest.Receive;
import io.carillon.runtime.media.ConferenceRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call on a bridge at the adapter that owns it: the conference of its present epoch, and those
 * before it, which live until every client has moved.
 *
 * <p>Safe for use by several threads: everything is carried out on the context that made it.
 */
public final class SfuCall {
  private static final Logger log = LoggerFactory.getLogger(SfuCall.class);

  /** As long as messages of the epoch before are relayed. */
  private static final long FADES_FOR_MS = 30_000;

  private static final long RETRY_MS = 1_000;
  private static final int TICKS_BETWEEN_REMINDERS = 5;

  private final Equipment equipment;
  private final ContextInternal context;
  private final Runnable onIdle;
  private final List<Conference> fading = new ArrayList<>();

  /** What clients want to see, by session; it holds from one conference to the next. */
  private final Map<String, Receive> wishes = new HashMap<>();

  private final Promise<Void> left = Promise.promise();
  private ConferenceRecord record;
  private MediaSession session;
  private Conference current;
  private boolean beginning;
  private boolean over;

  /**
   * The epoch of which call-service was told that no bridge carries it; the next one is awaited.
   */
  private int lostEpoch = -1;

  private int ticks;
  private volatile int participants;

  /**
   * A call that nothing has been said of yet.
   *
   * @param record by which this adapter owns it
   * @param onIdle called when no bridge carries it any more
   */
  SfuCall(Equipment equipment, ConferenceRecord record, Runnable onIdle) {
    this.equipment = equipment;
    this.context = (ContextInternal) equipment.vertx().getOrCreateContext();
    this.record = record;
    this.onIdle = onIdle;
  }

  /** How many take part. */
  int participants() {
    return participants;
  }

  /**
   * Takes in what call-service says, unless something newer was said.
   *
   * @return whether it did: not if this adapter gives the call up just now
   */
  Future<Boolean> follow(MediaSession next) {
    return here(
        () -> {
          if (!over && (session == null || next.replaces(session))) {
            session = next;
            settle();
          }
          return Future.succeededFuture(!over || next.ended());
        });
  }

  /** Completes once this adapter has nothing to do with the call any more. */
  Future<Void> left() {
    return left.future();
  }

  /** Reads the answer to an offer; fails with {@link ProtocolException}. */
  public Future<Void> answer(SessionRef from, int epoch, String sdp) {
    return here(
        () ->
            conference(epoch)
                .map(conference -> conference.answer(from, sdp))
                .orElseGet(
                    () ->
                        Future.failedFuture(
                            new ProtocolException(
                                ErrorCode.INVALID_STATE,
                                "epoch: the call has no conference in it"))));
  }

  /** Takes in which pictures a client wants. */
  public Future<Void> want(SessionRef from, Receive wanted) {
    return here(
        () -> {
          wishes.put(from.sessionId(), wanted);
          if (current != null) {
            current.settle();
          }
          return Future.succeededFuture();
        });
  }

  /** A client's connection to the bridge has failed. */
  public Future<Void> restart(SessionRef from) {
    return here(
        () -> {
          if (current != null) {
            current.restart(from);
          }
          return Future.succeededFuture();
        });
  }

  /** A bridge is lost, perhaps the one of this call. */
  void lost(Bridge bridge) {
    context.runOnContext(
        now -> {
          List.copyOf(fading).stream()
              .filter(conference -> conference.isOn(bridge))
              .forEach(Conference::lost);
          if (current != null && current.isOn(bridge)) {
            current.lost();
          }
        });
  }

  /** Delivers what did not arrive, and reminds call-service of a loss that nothing came of. */
  void tick() {
    context.runOnContext(
        now -> {
          if (current != null) {
            current.tick();
          } else if (awaitsEpoch() && ++ticks % TICKS_BETWEEN_REMINDERS == 0) {
            equipment.losses().tell(session, true);
          }
        });
  }

  /** Another adapter has it now, and does with the bridge as it likes. */
  void abandon() {
    context.runOnContext(now -> leave());
  }

  /**
   * The adapter before has told clients of a conference of which nothing is known here: they get
   * another one.
   */
  void renew(MediaSession found) {
    context.runOnContext(
        now -> {
          equipment.metrics().adapterLost();
          if (session == null || found.version() >= session.version()) {
            session = found;
            tellLost(true);
          }
        });
  }

  /** The number by which the map knows this adapter's ownership. */
  Future<Long> generation() {
    return here(() -> Future.succeededFuture(record.generation()));
  }

  private void settle() {
    if (over) {
      return;
    }
    boolean bridged = isBridged(session);
    wishes.keySet().retainAll(sessionIds());
    fading.forEach(conference -> conference.expel(session));
    if (current != null && (!bridged || current.epoch() != session.epoch())) {
      fade(current);
      current = null;
    }
    if (current != null) {
      current.follow(session);
    } else if (bridged && !beginning && session.epoch() != lostEpoch) {
      begin();
    }
    participants = current == null ? 0 : current.participants();
    if (session.ended()) {
      List.copyOf(fading).forEach(this::end);
    }
    leaveIfIdle();
  }

  private void leaveIfIdle() {
    if (current == null && !beginning && fading.isEmpty() && !isBridged(session)) {
      over = true;
      equipment.store().remove(record).onComplete(removed -> gone());
    }
  }

  /** The map knows the bridge before the first client does. */
  private void begin() {
    Optional<Bridge> chosen = equipment.pool().choose(wish());
    if (chosen.isEmpty()) {
      tellLost(false);
      return;
    }
    beginning = true;
    String meetingId = UUID.randomUUID().toString();
    Bridge bridge = chosen.get();
    ConferenceRecord next = record.on(bridge.id(), meetingId);
    equipment
        .store()
        .write(next, record.generation())
        .onComplete(
            written -> {
              beginning = false;
              if (written.failed()) {
                log.atWarn()
                    .addKeyValue("callId", session.callId())
                    .addKeyValue("problem", written.cause().getMessage())
                    .log("a conference can't be noted, and waits");
                equipment
                    .vertx()
                    .timer(RETRY_MS, TimeUnit.MILLISECONDS)
                    .onSuccess(later -> settle());
              } else if (!next.equals(written.result())) {
                leave();
              } else {
                record = next;
                begun(bridge, meetingId);
              }
            });
  }

  private void begun(Bridge bridge, String meetingId) {
    if (over || current != null || !isBridged(session)) {
      settle();
      return;
    }
    Conference begun = new Conference(equipment, bridge, meetingId, session, wishes, this::lost);
    current = begun;
    settle();
  }

  private void lost(Conference conference) {
    fading.remove(conference);
    if (conference.equals(current)) {
      current = null;
      equipment.metrics().bridgeLost();
      tellLost(equipment.pool().choose(wish()).isPresent());
    }
  }

  private void tellLost(boolean renew) {
    lostEpoch = session.epoch();
    equipment.losses().tell(session, renew);
  }

  private boolean awaitsEpoch() {
    return session != null && !over && isBridged(session) && session.epoch() == lostEpoch;
  }

  private void fade(Conference conference) {
    fading.add(conference);
    equipment
        .vertx()
        .timer(FADES_FOR_MS, TimeUnit.MILLISECONDS)
        .onSuccess(
            later -> {
              end(conference);
              if (!over) {
                leaveIfIdle();
              }
            });
  }

  private void end(Conference conference) {
    if (fading.remove(conference)) {
      conference.end();
    }
  }

  private void leave() {
    if (over) {
      return;
    }
    over = true;
    if (current != null) {
      current.leave();
      current = null;
    }
    fading.forEach(Conference::leave);
    fading.clear();
    gone();
  }

  private void gone() {
    onIdle.run();
    left.tryComplete();
  }

  private Set<String> sessionIds() {
    return session.endpoints().stream()
        .filter(party -> party.session() != null)
        .map(party -> party.session().sessionId())
        .collect(Collectors.toSet());
  }

  private Optional<Conference> conference(int epoch) {
    if (current != null && current.epoch() == epoch) {
      return Optional.of(current);
    }
    return fading.stream().filter(conference -> conference.epoch() == epoch).findFirst();
  }

  /** A participant is where its edge is. */
  private Wish wish() {
    List<String> regions = new ArrayList<>();
    int present = 0;
    for (MediaSession.Endpoint party : session.endpoints()) {
      if (party.session() != null) {
        present++;
        equipment.nodes().regionOf(party.session().node()).ifPresent(regions::add);
      }
    }
    return new Wish(present, session.endpoints().size() - present, regions, Set.of());
  }

  /** Whether a bridge is to carry the call. */
  static boolean isBridged(MediaSession session) {
    return !session.ended()
        && !session.interrupted()
        && session.topology() == Topology.SFU
        && session.endpoints().stream().anyMatch(party -> party.session() != null);
  }

  private <T> Future<T> here(Supplier<Future<T>> action) {
    ContextInternal asker = (ContextInternal) equipment.vertx().getOrCreateContext();
    Promise<T> answer = asker.promise();
    context.runOnContext(
        now -> {
          try {
            action.get().onComplete(answer);
          } catch (RuntimeException e) {
            answer.fail(e);
          }
        });
    return answer.future();
  }
}
