package io.carillon.media.sfu;

import io.carillon.media.bridge.Bridge;
import io.carillon.media.colibri.AllocatedEndpoint;
import io.carillon.media.colibri.BridgeConference;
import io.carillon.media.colibri.BridgeFailure;
import io.carillon.media.colibri.ChannelEvent;
import io.carillon.media.colibri.EndpointChange;
import io.carillon.media.conference.AnswerRefusedException;
import io.carillon.media.conference.MediaSource;
import io.carillon.media.conference.RemoteSource;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.MediaEvent;
import io.carillon.protocol.request.MediaRequest.Receive;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One epoch of a call, on one bridge. Whatever happens, it compares what the call's parties should
 * have with what they have, and makes up the difference; so it does not matter in which order
 * things happen.
 *
 * <p>Confined to the context of its call.
 */
final class Conference {
  private static final Logger log = LoggerFactory.getLogger(Conference.class);
  private static final long RETRY_MS = 1_000;
  private static final int MOST_DOUBLINGS = 5;

  /** A client may ask for another connection once in that time. */
  private static final long RESTART_PAUSE_MS = 5_000;

  private final Equipment equipment;
  private final Bridge bridge;
  private final BridgeConference onBridge;
  private final int epoch;
  private final Map<String, Receive> wishes;
  private final Consumer<Conference> onLost;
  private final Speakers speakers;
  private final Map<String, Boolean> active = new HashMap<>();

  /** By session, in the order in which they came. */
  private final Map<String, Leg> legs = new LinkedHashMap<>();

  private MediaSession session;
  private boolean over;

  /**
   * A conference that the bridge does not know yet.
   *
   * @param wishes what clients want to see, by session; more may come
   * @param onLost called once, if the bridge carries it no more
   */
  Conference(
      Equipment equipment,
      Bridge bridge,
      String meetingId,
      MediaSession session,
      Map<String, Receive> wishes,
      Consumer<Conference> onLost) {
    this.equipment = equipment;
    this.bridge = bridge;
    this.onBridge = BridgeConference.anew(bridge.client(), meetingId);
    this.session = session;
    this.epoch = session.epoch();
    this.wishes = wishes;
    this.onLost = onLost;
    this.speakers = new Speakers(session.callId());
  }

  int epoch() {
    return epoch;
  }

  boolean isOn(Bridge other) {
    return bridge.equals(other);
  }

  int participants() {
    return legs.size();
  }

  /** Takes in who takes part from now on. */
  void follow(MediaSession next) {
    session = next;
    settle();
  }

  /** Reads an answer; fails with {@link ProtocolException}. Completes when the bridge knows it. */
  Future<Void> answer(SessionRef from, String sdp) {
    Leg leg = legs.get(from.sessionId());
    if (leg == null || !leg.awaitsAnswer()) {
      return Future.failedFuture(
          new ProtocolException(
              ErrorCode.INVALID_STATE, "description: no offer of the bridge waits for an answer"));
    }
    EndpointChange.Update update;
    try {
      update = leg.answered(sdp, ssrcsBeside(leg));
    } catch (AnswerRefusedException e) {
      equipment.metrics().refused(e.reason());
      return Future.failedFuture(
          new ProtocolException(ErrorCode.BAD_REQUEST, "description: " + e.getMessage()));
    }
    return (update == null ? Future.<Void>succeededFuture() : onBridge.change(update))
        .onSuccess(known -> settle())
        .recover(
            problem -> {
              failed(leg, problem);
              return Future.failedFuture(
                  new ProtocolException(
                      ErrorCode.SFU_UNAVAILABLE, "the videobridge is being replaced"));
            });
  }

  /** A client's connection to the bridge has failed: it gets another one. */
  void restart(SessionRef from) {
    Leg leg = legs.get(from.sessionId());
    if (leg != null && leg.isOlderThan(RESTART_PAUSE_MS)) {
      again(leg);
    }
  }

  /** Delivers what did not arrive, and what was not answered. */
  void tick() {
    legs.values().forEach(leg -> leg.sendAgain(equipment.delivery()));
  }

  /** Who is out of the call is out of a conference that fades, too, and who is muted is mute. */
  void expel(MediaSession next) {
    session = next;
    dismiss();
    for (Leg leg : List.copyOf(legs.values())) {
      next.endpoints().stream().filter(leg::isOf).findFirst().ifPresent(leg::follow);
      if (leg.allocated() != null) {
        enforce(leg);
      }
    }
  }

  /** The bridge carries it no more. */
  void lost() {
    if (!over) {
      leave();
      onLost.accept(this);
    }
  }

  /** Ends it on the bridge. */
  void end() {
    leave();
    onBridge
        .expire()
        .onFailure(
            problem ->
                log.atDebug()
                    .addKeyValue("callId", session.callId())
                    .addKeyValue("problem", problem.getMessage())
                    .log("a conference was not ended on its bridge"));
  }

  /** Has nothing to do with it any more; somebody else may. */
  void leave() {
    over = true;
    legs.values().forEach(Leg::close);
    legs.clear();
  }

  /** Makes up the difference between what should be and what is. */
  void settle() {
    if (over) {
      return;
    }
    dismiss();
    admit();
    for (Leg leg : List.copyOf(legs.values())) {
      if (leg.allocated() != null) {
        enforce(leg);
        offer(leg);
        leg.tellChannel(
            Stage.of(
                wishes.get(leg.session().sessionId()), equipment.maxHeight(), this::picturesOf));
        leg.tellPictures();
      }
    }
  }

  private void dismiss() {
    for (Leg leg : List.copyOf(legs.values())) {
      if (session.endpoints().stream().noneMatch(leg::isOf)) {
        remove(leg);
      }
    }
  }

  private void admit() {
    for (Endpoint party : session.endpoints()) {
      if (party.session() == null) {
        continue;
      }
      Leg present = legs.get(party.session().sessionId());
      if (present == null) {
        Leg leg = new Leg(party, 1);
        legs.put(party.session().sessionId(), leg);
        allocate(leg);
      } else {
        present.follow(party);
      }
    }
  }

  private void allocate(Leg leg) {
    equipment.pool().joined(bridge);
    onBridge
        .allocate(new EndpointChange.Create(leg.endpointId(), leg.endpointId(), equipment.media()))
        .onSuccess(endpoint -> allocated(leg, endpoint))
        .onFailure(problem -> failed(leg, problem));
  }

  /** Who left in the meantime has no use for it. */
  private void allocated(Leg leg, AllocatedEndpoint endpoint) {
    if (isPresent(leg)) {
      opened(leg, endpoint);
      settle();
    } else if (!over) {
      onBridge.change(new EndpointChange.Expire(endpoint.endpointId()));
    }
  }

  private void opened(Leg leg, AllocatedEndpoint endpoint) {
    leg.allocated(
        endpoint,
        endpoint.channels().isEmpty()
            ? null
            : equipment
                .channels()
                .open(endpoint.channels().getFirst(), event -> heard(leg, event)));
  }

  private void enforce(Leg leg) {
    if (leg.dropsAnew()) {
      onBridge
          .change(
              new EndpointChange.ForceMute(
                  leg.endpointId(), leg.dropped().audio(), leg.dropped().video()))
          .onFailure(problem -> failed(leg, problem));
    }
    List<MediaSource> sources = leg.publishesAnew();
    if (sources != null) {
      onBridge
          .change(new EndpointChange.Update(leg.endpointId(), null, sources))
          .onFailure(problem -> failed(leg, problem));
    }
  }

  private void offer(Leg leg) {
    List<RemoteSource> others =
        legs.values().stream()
            .filter(other -> other != leg && other.allocated() != null)
            .flatMap(other -> other.shared().stream())
            .toList();
    String sdp = leg.offerFor(equipment.media(), others);
    if (sdp != null) {
      equipment.metrics().offered();
      leg.send(
          equipment.delivery(), BridgeOffer.notice(session.callId(), leg.session(), sdp, epoch));
    }
  }

  private void heard(Leg leg, ChannelEvent event) {
    if (!isPresent(leg)) {
      return;
    }
    switch (event) {
      case ChannelEvent.DominantSpeaker speaker ->
          speakers.heard(speaker, this::userOf).ifPresent(news -> tellAll(Notice.of(news)));
      case ChannelEvent.Connectivity connectivity -> {
        String user = userOf(connectivity.endpointId());
        if (user != null
            && !Boolean.valueOf(connectivity.active())
                .equals(active.put(connectivity.endpointId(), connectivity.active()))) {
          tellAll(
              Notice.of(
                  new MediaEvent.Connectivity(session.callId(), user, connectivity.active())));
        }
      }
      case ChannelEvent.Gone(ChannelEvent.Gone.Reason reason)
          when reason == ChannelEvent.Gone.Reason.REFUSED ->
          again(leg);
      case ChannelEvent.Lost lost -> equipment.pool().suspect(bridge);
      default -> {
        // The channel looks after itself, and clients need nothing of the rest.
      }
    }
  }

  private void tellAll(Notice notice) {
    legs.values().forEach(leg -> equipment.delivery().deliver(leg.session(), notice));
  }

  private void failed(Leg leg, Throwable problem) {
    if (over) {
      return;
    }
    log.atWarn()
        .addKeyValue("callId", session.callId())
        .addKeyValue("problem", problem.getMessage())
        .log("the videobridge did not do what it was asked");
    if (!(problem instanceof BridgeFailure failure)) {
      again(leg);
      return;
    }
    switch (failure.kind()) {
      case ENDPOINT_MISSING, ENDPOINT_EXISTS, BAD_REQUEST -> again(leg);
      case CONFERENCE_MISSING, CONFERENCE_EXISTS, SHUTTING_DOWN, NOT_OPERATIONAL -> {
        equipment.pool().failed(bridge, failure);
        lost();
      }
    }
  }

  /** Makes another endpoint for a participant, later where that has been tried before. */
  private void again(Leg leg) {
    if (!isPresent(leg)) {
      return;
    }
    equipment.metrics().restarted();
    leg.close();
    if (leg.allocated() != null) {
      onBridge.change(new EndpointChange.Expire(leg.endpointId()));
    }
    Leg next = new Leg(partyOf(leg), leg.hasAnswered() ? 1 : leg.attempt() + 1);
    legs.replace(leg.session().sessionId(), next);
    if (leg.hasAnswered()) {
      allocate(next);
    } else {
      equipment
          .vertx()
          .timer(RETRY_MS << Math.min(leg.attempt() - 1, MOST_DOUBLINGS), TimeUnit.MILLISECONDS)
          .onSuccess(
              later -> {
                if (isPresent(next)) {
                  allocate(next);
                }
              });
    }
    settle();
  }

  private Endpoint partyOf(Leg leg) {
    return session.endpoints().stream().filter(leg::isOf).findFirst().orElseThrow();
  }

  private void remove(Leg leg) {
    legs.remove(leg.session().sessionId());
    leg.close();
    if (leg.allocated() != null) {
      onBridge.change(new EndpointChange.Expire(leg.endpointId()));
    }
  }

  private boolean isPresent(Leg leg) {
    return !over && legs.get(leg.session().sessionId()) == leg;
  }

  private Set<Long> ssrcsBeside(Leg leg) {
    return legs.values().stream()
        .filter(other -> other != leg)
        .flatMap(Leg::ssrcs)
        .collect(Collectors.toSet());
  }

  private String userOf(String endpointId) {
    return legs.values().stream()
        .filter(leg -> leg.endpointId().equals(endpointId))
        .map(Leg::userId)
        .findFirst()
        .orElse(null);
  }

  private List<String> picturesOf(String userId) {
    return legs.values().stream()
        .filter(leg -> leg.userId().equals(userId))
        .flatMap(Leg::pictures)
        .toList();
  }
}
