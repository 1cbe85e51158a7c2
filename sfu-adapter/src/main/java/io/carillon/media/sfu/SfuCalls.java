package io.carillon.media.sfu;

import io.carillon.media.bridge.BridgePool;
import io.carillon.media.colibri.BridgeChannels;
import io.carillon.media.colibri.BridgeConference;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.media.ConferenceRecord;
import io.carillon.runtime.media.ConferenceStore;
import io.carillon.runtime.media.MediaRecord;
import io.carillon.runtime.media.MediaStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls whose conferences this adapter has. A conference has one owner among the adapters, by
 * the {@code conferences} map; what another adapter hears of it, it passes on. Where the owner is
 * gone, the adapter to which the call falls takes it over, and has call-service begin a new epoch:
 * media flows over the old conference until the clients are in the new one.
 *
 * <p>Safe for use by several threads.
 */
public final class SfuCalls {
  private static final Logger log = LoggerFactory.getLogger(SfuCalls.class);
  private static final long TICK_MS = 2_000;
  private static final long LOOK_MS = 30_000;

  /** Membership is known here before every map has an owner for its entries again. */
  private static final long LOOK_AGAIN_MS = 3_000;

  private final Map<String, SfuCall> calls = new ConcurrentHashMap<>();

  /** Calls that are being made this adapter's own. */
  private final Set<String> taking = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean looking = new AtomicBoolean();
  private final ServiceContext node;
  private final Equipment equipment;
  private final MediaStore media;

  /** Without a call yet. */
  public static SfuCalls create(ServiceContext node, BridgePool pool, MediaStore media) {
    Vertx vertx = node.vertx();
    SfuSettings settings = SfuSettings.read(node.settings());
    Equipment equipment =
        new Equipment(
            vertx,
            pool,
            new BridgeChannels(vertx),
            node.nodes(),
            node.delivery(),
            new ConferenceStore(vertx, node.hazelcast()),
            new Losses(node),
            settings.media(),
            settings.maxHeight(),
            new SfuMetrics(node.metrics()));
    return new SfuCalls(node, equipment, media);
  }

  private SfuCalls(ServiceContext node, Equipment equipment, MediaStore media) {
    this.node = node;
    this.equipment = equipment;
    this.media = media;
    equipment
        .metrics()
        .gauges(calls::size, () -> calls.values().stream().mapToInt(SfuCall::participants).sum());
  }

  /** Begins to look after what other adapters leave behind. */
  public void start() {
    node.vertx().setPeriodic(TICK_MS, tick -> calls.values().forEach(SfuCall::tick));
    node.vertx().setPeriodic(LOOK_MS, tick -> look());
    node.nodes()
        .onDeparture(
            departure ->
                node.vertx()
                    .timer(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)
                    .onSuccess(later -> look()));
    node.nodes().onDeparture(departure -> look());
    node.nodes().onMerge(this::checkOwnership);
    pool().onLoss(bridge -> calls.values().forEach(call -> call.lost(bridge)));
    look();
  }

  /**
   * Takes in what call-service says of a call.
   *
   * @return completes when it counts here or at the adapter that has the conference
   */
  public Future<Void> follow(MediaSession session) {
    SfuCall own = calls.get(session.key());
    if (own != null) {
      return own.follow(session)
          .compose(
              taken ->
                  taken ? Future.succeededFuture() : own.left().compose(gone -> follow(session)));
    }
    // Only a call that was on a bridge once can have a conference.
    if (session.topology() != Topology.SFU && session.epoch() == 0) {
      return Future.succeededFuture();
    }
    return equipment
        .store()
        .of(session.key())
        .compose(
            found -> {
              Optional<String> elsewhere = found.map(ConferenceRecord::owner).filter(this::isThere);
              if (elsewhere.isPresent()) {
                return node.bus()
                    .ask(
                        Contract.MEDIA_SESSION,
                        Contract.MEDIA_SESSION.addressAt(elsewhere.get()),
                        session)
                    .mapEmpty();
              }
              return SfuCall.isBridged(session)
                  ? take(session, found.orElse(null))
                  : drop(found.orElse(null));
            });
  }

  /**
   * Has a client's request carried out where the conference of its call is.
   *
   * @param here carries it out if that is here
   */
  public Future<ServiceReply> atOwner(
      String key, ClientRequest request, Function<SfuCall, Future<Void>> here) {
    SfuCall own = calls.get(key);
    if (own != null) {
      return here.apply(own).map(ServiceReply.OK);
    }
    return equipment
        .store()
        .of(key)
        .recover(
            problem ->
                Future.failedFuture(
                    new ProtocolException(
                        ErrorCode.UNAVAILABLE, "the call can't be looked up at the moment")))
        .compose(
            found -> {
              Optional<String> elsewhere = found.map(ConferenceRecord::owner).filter(this::isThere);
              if (elsewhere.isPresent()) {
                return node.bus()
                    .ask(
                        Contract.MEDIA_COMMAND,
                        Contract.MEDIA_COMMAND.addressAt(elsewhere.get()),
                        request);
              }
              found.filter(this::isOrphan).ifPresent(this::adopt);
              return Future.failedFuture(
                  new ProtocolException(
                      ErrorCode.SFU_UNAVAILABLE, "the videobridge is being replaced"));
            });
  }

  /**
   * Makes a call this adapter's own. Of two adapters that try, one does. What was said of the call
   * meanwhile was said to one that did not have it yet, so it is looked up.
   */
  private Future<Void> take(MediaSession session, ConferenceRecord found) {
    ConferenceRecord mine =
        found == null
            ? ConferenceRecord.first(session.app(), session.callId(), node.node())
            : found.takenOverBy(node.node());
    if (!taking.add(session.key())) {
      return Future.succeededFuture();
    }
    return equipment
        .store()
        .write(mine, found == null ? 0 : found.generation())
        .compose(
            there ->
                mine.equals(there)
                    ? media.of(session.key()).map(known -> own(mine, latest(session, known)))
                    : Future.succeededFuture())
        .onComplete(done -> taking.remove(session.key()))
        .mapEmpty();
  }

  private Void own(ConferenceRecord mine, MediaSession session) {
    SfuCall[] made = new SfuCall[1];
    SfuCall call = new SfuCall(equipment, mine, () -> calls.remove(session.key(), made[0]));
    made[0] = call;
    calls.put(session.key(), call);
    if (mine.bridge() != null && SfuCall.isBridged(session)) {
      log.atInfo().addKeyValue("callId", session.callId()).log("a conference is taken over");
      endLater(mine);
      call.renew(session);
    } else {
      call.follow(session);
    }
    return null;
  }

  private static MediaSession latest(MediaSession said, Optional<MediaRecord> known) {
    return known
        .map(MediaRecord::session)
        .filter(session -> session.version() > said.version())
        .orElse(said);
  }

  /** Removes what is known of a conference that no call needs. */
  private Future<Void> drop(ConferenceRecord found) {
    if (found == null) {
      return Future.succeededFuture();
    }
    endLater(found);
    return equipment.store().remove(found);
  }

  /** The clients are given the time to move. */
  private void endLater(ConferenceRecord before) {
    if (before.bridge() == null) {
      return;
    }
    node.vertx()
        .timer(LOOK_MS, TimeUnit.MILLISECONDS)
        .onSuccess(
            later ->
                pool()
                    .find(before.bridge())
                    .ifPresent(
                        bridge ->
                            BridgeConference.takenOver(
                                    bridge.client(), before.meetingId(), Set.of())
                                .expire()));
  }

  /**
   * Looks for conferences whose owner is gone and whose calls fall to this adapter, and whether
   * something was said of its own calls that did not reach it.
   */
  private void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    List.copyOf(calls.keySet())
        .forEach(
            key ->
                media
                    .of(key)
                    .onSuccess(found -> found.ifPresent(known -> follow(known.session()))));
    equipment
        .store()
        .all()
        .compose(all -> Future.join(all.stream().filter(this::isOrphan).map(this::adopt).toList()))
        .onComplete(done -> looking.set(false))
        .onFailure(
            problem ->
                log.atWarn()
                    .addKeyValue("problem", problem.getMessage())
                    .log("not every conference of a dead adapter was taken over"));
  }

  private Future<Void> adopt(ConferenceRecord orphan) {
    return media
        .of(key(orphan))
        .compose(
            found -> {
              MediaSession session = found.map(MediaRecord::session).orElse(null);
              return session != null && SfuCall.isBridged(session)
                  ? take(session, orphan)
                  : drop(orphan);
            });
  }

  /** A conference in this adapter's name that it knows nothing of is of the process before it. */
  private boolean isOrphan(ConferenceRecord conference) {
    String key = key(conference);
    return !isThere(conference.owner())
        && !calls.containsKey(key)
        && !taking.contains(key)
        && node.placement()
            .addressOf(Contract.MEDIA_SESSION, key)
            .equals(Contract.MEDIA_SESSION.addressAt(node.node()));
  }

  /** Another adapter's node that lives. */
  private boolean isThere(String owner) {
    return !owner.equals(node.node()) && node.nodes().contains(owner);
  }

  /** After this node was cut off, others may have taken over what it has. */
  private void checkOwnership() {
    calls.forEach(
        (key, call) ->
            Future.all(equipment.store().of(key), call.generation())
                .onSuccess(
                    both -> {
                      Optional<ConferenceRecord> there = both.resultAt(0);
                      Long mine = both.resultAt(1);
                      if (there.isEmpty() || there.get().generation() != mine) {
                        call.abandon();
                      }
                    }));
  }

  private static String key(ConferenceRecord conference) {
    return CallKey.of(conference.app(), conference.callId());
  }

  private BridgePool pool() {
    return equipment.pool();
  }
}
