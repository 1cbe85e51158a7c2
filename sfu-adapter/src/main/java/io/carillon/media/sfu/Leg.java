package io.carillon.media.sfu;

import io.carillon.media.colibri.AllocatedEndpoint;
import io.carillon.media.colibri.BridgeChannel;
import io.carillon.media.colibri.EndpointChange;
import io.carillon.media.colibri.ReceiverConstraints;
import io.carillon.media.conference.Answer;
import io.carillon.media.conference.ConferenceMedia;
import io.carillon.media.conference.MediaSource;
import io.carillon.media.conference.MediaType;
import io.carillon.media.conference.OfferPlan;
import io.carillon.media.conference.RemoteSource;
import io.carillon.media.conference.Transport;
import io.carillon.media.conference.VideoType;
import io.carillon.media.conference.Wanted;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;
import io.carillon.runtime.session.SessionDelivery;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * One participant of a conference: its endpoint on the bridge, what it was offered, and what it
 * sends. Confined to the context of its call.
 */
final class Leg {
  private static final int MAX_SESSION_ID_BITS = 62;

  /** About 16 s: longer than a client needs to answer. */
  private static final int TICKS_TO_ANSWER = 8;

  private static final int MOST_REMINDERS = 3;

  private final String endpointId =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  private final int attempt;
  private Endpoint party;
  private AllocatedEndpoint allocated;
  private BridgeChannel channel;
  private OfferPlan plan;
  private boolean connecting;
  private long allocatedNanos;
  private List<MediaSource> sources = List.of();
  private List<MediaSource> published = List.of();
  private Tracks dropped = Tracks.NONE;
  private ReceiverConstraints constraints;
  private final Map<String, Boolean> shown = new HashMap<>();
  private Future<Boolean> outbox = Future.succeededFuture(true);
  private Notice latest;
  private boolean delivered;
  private int ticks;
  private int reminders;

  /**
   * Without an endpoint yet.
   *
   * @param attempt counts the endpoints of this participant, from 1
   */
  Leg(Endpoint party, int attempt) {
    this.party = party;
    this.attempt = attempt;
  }

  String endpointId() {
    return endpointId;
  }

  int attempt() {
    return attempt;
  }

  SessionRef session() {
    return party.session();
  }

  String userId() {
    return party.userId();
  }

  /** Whether that party is the one of this leg, on the same device without a break. */
  boolean isOf(Endpoint other) {
    return other.session() != null
        && session().sessionId().equals(other.session().sessionId())
        && party.instance().equals(other.instance());
  }

  /** Takes in what is new of the same party. */
  void follow(Endpoint newer) {
    party = newer;
  }

  /** What the bridge made for it, or null. */
  AllocatedEndpoint allocated() {
    return allocated;
  }

  void allocated(AllocatedEndpoint endpoint, BridgeChannel opened) {
    allocated = endpoint;
    allocatedNanos = System.nanoTime();
    channel = opened;
  }

  /** Whether it has had its endpoint for that long. */
  boolean isOlderThan(long ms) {
    return allocated != null && System.nanoTime() - allocatedNanos > ms * 1_000_000;
  }

  /** Whether the client has answered an offer: it has been in touch with the bridge. */
  boolean hasAnswered() {
    return connecting;
  }

  void close() {
    if (channel != null) {
      channel.close();
    }
  }

  /** What it may send by its token and by the creator's will. */
  Tracks maySend() {
    return party.sends();
  }

  /** What it says that it sends, as far as it may. */
  MediaFlags flags() {
    Tracks may = maySend();
    return party.media() == null
        ? new MediaFlags(may.audio(), may.video(), false, false)
        : may.limit(party.media());
  }

  /** All that it sends by its last answer, of which the others get what it may send. */
  List<RemoteSource> shared() {
    return permitted().stream()
        .map(
            source ->
                new RemoteSource(session().userId(), session().deviceId(), endpointId, source))
        .toList();
  }

  /** The SSRCs that nobody else may use. */
  Stream<Long> ssrcs() {
    return sources.stream().flatMap(source -> source.ssrcs().stream());
  }

  /** The names of its pictures, the foremost first. */
  Stream<String> pictures() {
    return Stream.of(VideoType.DESKTOP, VideoType.CAMERA)
        .flatMap(type -> sources.stream().filter(source -> source.videoType() == type))
        .map(MediaSource::name);
  }

  /** What of its kinds the bridge is to drop, if that is not what it drops already. */
  boolean dropsAnew() {
    Tracks may = maySend();
    Tracks next = new Tracks(!may.audio(), !may.video() && !may.screen(), false);
    boolean changed = !next.equals(dropped);
    dropped = next;
    return changed;
  }

  Tracks dropped() {
    return dropped;
  }

  /** The sources that the bridge is to know from now on, or null if it knows them already. */
  List<MediaSource> publishesAnew() {
    List<MediaSource> next = permitted();
    if (next.equals(published)) {
      return null;
    }
    published = next;
    return next;
  }

  /** Whether an offer waits for its answer. */
  boolean awaitsAnswer() {
    return plan != null && !plan.isAnswered();
  }

  /**
   * What it is to be offered now.
   *
   * @return the offer, or null if it needs none, or the one before is not answered
   */
  String offerFor(ConferenceMedia media, List<RemoteSource> others) {
    Wanted wanted = new Wanted(allocated.bridge(), flags(), others);
    if (plan == null) {
      long sessionId = ThreadLocalRandom.current().nextLong(1L << MAX_SESSION_ID_BITS);
      plan = OfferPlan.begin(sessionId, media, wanted);
      return plan.sdp();
    }
    if (!plan.isAnswered()) {
      return null;
    }
    long before = plan.version();
    plan = plan.next(wanted);
    return plan.version() == before ? null : plan.sdp();
  }

  /**
   * Reads the answer to the offer that waits for it; see {@link OfferPlan#readAnswer}.
   *
   * @return what the bridge has to learn by it, or null
   */
  EndpointChange.Update answered(String sdp, Set<Long> taken) {
    Answer answer = plan.readAnswer(sdp, endpointId, taken);
    plan = plan.answered(answer);
    sources = answer.sources();
    Transport transport = connecting ? null : answer.transport();
    connecting = true;
    List<MediaSource> news = publishesAnew();
    return transport == null && news == null
        ? null
        : new EndpointChange.Update(endpointId, transport, news);
  }

  /** Tells the bridge which pictures it wants, if that is new, and what its own ones show. */
  void tellChannel(ReceiverConstraints wanted) {
    if (channel == null) {
      return;
    }
    if (!wanted.equals(constraints)) {
      constraints = wanted;
      channel.receive(wanted);
    }
  }

  /** Tells the bridge which of its pictures are on. */
  void tellPictures() {
    if (channel == null) {
      return;
    }
    MediaFlags flags = flags();
    for (MediaSource source : published) {
      if (source.type() == MediaType.VIDEO) {
        boolean on = source.videoType() == VideoType.DESKTOP ? flags.screen() : flags.video();
        if (Boolean.valueOf(on).equals(shown.put(source.name(), on))) {
          continue;
        }
        if (on) {
          channel.video(source.name(), source.videoType());
        } else {
          channel.videoOff(source.name());
        }
      }
    }
  }

  /** Delivers an offer, after those before it. */
  void send(SessionDelivery delivery, Notice offer) {
    latest = offer;
    reminders = 0;
    deliver(delivery);
  }

  /**
   * Delivers the latest offer again if it did not arrive, since its session was on the way to
   * another edge, or if no answer has come for long: it may have been refused, or lost.
   */
  void sendAgain(SessionDelivery delivery) {
    if (latest == null || !awaitsAnswer() || !outbox.isComplete()) {
      return;
    }
    if (!delivered) {
      deliver(delivery);
    } else if (++ticks >= TICKS_TO_ANSWER && reminders < MOST_REMINDERS) {
      reminders++;
      deliver(delivery);
    }
  }

  private void deliver(SessionDelivery delivery) {
    Notice offer = latest;
    ticks = 0;
    delivered = false;
    outbox =
        outbox
            .transform(before -> delivery.deliver(session(), offer))
            .onSuccess(arrived -> delivered = arrived && offer.equals(latest));
  }

  private List<MediaSource> permitted() {
    Tracks may = maySend();
    return sources.stream()
        .filter(
            source ->
                source.type() == MediaType.AUDIO
                    ? may.audio()
                    : source.videoType() == VideoType.DESKTOP ? may.screen() : may.video())
        .toList();
  }
}
