package io.carillon.media.colibri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.media.colibri.BridgeFailure.Kind;
import io.carillon.media.colibri.ChannelEvent.Connectivity;
import io.carillon.media.colibri.ChannelEvent.Gone;
import io.carillon.media.colibri.ChannelEvent.Open;
import io.carillon.media.colibri.ChannelEvent.SenderConstraints;
import io.carillon.media.conference.ConferenceMedia;
import io.carillon.media.conference.DtlsSetup;
import io.carillon.media.conference.Fingerprint;
import io.carillon.media.conference.MediaSource;
import io.carillon.media.conference.MediaType;
import io.carillon.media.conference.SsrcGroup;
import io.carillon.media.conference.Transport;
import io.carillon.media.conference.VideoType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the adapter relies on, of whichever bridge: each that it is run against must do all of it.
 */
abstract class BridgeContract {
  /** The real one looks every half second for who has been silent for 15 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final String meetingId = UUID.randomUUID().toString();
  Vertx vertx;
  ColibriClient client;
  BridgeStatus status;
  BridgeChannels channels;
  BridgeConference conference;

  /** The private HTTP interface of the bridge. */
  abstract URI bridge();

  @BeforeEach
  void connect() {
    vertx = Vertx.vertx();
    client = new ColibriClient(vertx, bridge(), ColibriTimeouts.DEFAULT);
    status = new BridgeStatus(vertx, bridge(), Duration.ofSeconds(15));
    channels = new BridgeChannels(vertx);
    conference = BridgeConference.anew(client, meetingId);
  }

  @AfterEach
  void leave() {
    conference.expire().toCompletionStage().toCompletableFuture().handle((done, e) -> null).join();
    done(vertx.close());
  }

  @Test
  void anEndpointIsReachedAtItsCandidatesWithItsFingerprintAndHasAChannel() {
    AllocatedEndpoint alice = done(conference.allocate(newEndpoint("alice")));

    Transport transport = alice.bridge().transport();
    assertThat(transport.ufrag()).isNotEmpty();
    assertThat(transport.pwd()).hasSizeGreaterThanOrEqualTo(22);
    assertThat(transport.candidates())
        .isNotEmpty()
        .allSatisfy(
            candidate -> {
              assertThat(candidate.component()).isEqualTo(1);
              assertThat(candidate.type()).isEqualTo("host");
              assertThat(candidate.port()).isPositive();
            });
    assertThat(transport.fingerprints())
        .singleElement()
        .satisfies(
            fingerprint -> {
              assertThat(fingerprint.hash()).isEqualTo("sha-256");
              assertThat(fingerprint.value()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
              assertThat(fingerprint.setup()).isEqualTo(DtlsSetup.ACTPASS);
            });
    assertThat(alice.channels()).isNotEmpty();
  }

  @Test
  void theFeedbackSourcesAreTheSameForAllEndpointsOfAConference() {
    AllocatedEndpoint alice = done(conference.allocate(newEndpoint("alice")));
    AllocatedEndpoint bob = done(conference.allocate(newEndpoint("bob")));

    assertThat(bob.bridge().audioFeedback()).isEqualTo(alice.bridge().audioFeedback());
    assertThat(bob.bridge().videoFeedback()).isEqualTo(alice.bridge().videoFeedback());
    assertThat(bob.bridge().transport().ufrag()).isNotEqualTo(alice.bridge().transport().ufrag());
  }

  @Test
  void transportAndSourcesOfAnEndpointAreTakenTogetherAndApart() {
    done(conference.allocate(newEndpoint("alice")));

    done(conference.change(new EndpointChange.Update("alice", transport(), sources("alice"))));
    done(conference.change(new EndpointChange.Update("alice", null, List.of())));
    done(conference.change(new EndpointChange.Update("alice", transport(), null)));
  }

  @Test
  void severalAreMutedAtOnceAndThoseThatAreNotThereArePassedOver() {
    done(conference.allocate(newEndpoint("alice")));

    done(
        conference.change(
            List.of(
                new EndpointChange.ForceMute("alice", true, false),
                new EndpointChange.ForceMute("nobody", true, true))));
  }

  @Test
  void theSecondEndpointOfOneIdIsRefused() {
    done(conference.allocate(newEndpoint("alice")));

    assertThat(failureOf(conference.allocate(newEndpoint("alice"))).kind())
        .isEqualTo(Kind.ENDPOINT_EXISTS);
  }

  @Test
  void anEndpointThatIsNotThereIsNotUpdated() {
    done(conference.allocate(newEndpoint("alice")));

    assertThat(
            failureOf(conference.change(new EndpointChange.Update("bob", null, sources("bob"))))
                .kind())
        .isEqualTo(Kind.ENDPOINT_MISSING);
    done(conference.allocate(newEndpoint("bob")));
  }

  @Test
  void aConferenceThatIsNotThereIsMissing() {
    assertThat(failureOf(client.change(meetingId, List.of(muted("alice")))).kind())
        .isEqualTo(Kind.CONFERENCE_MISSING);
    assertThat(failureOf(client.expire(meetingId)).kind()).isEqualTo(Kind.CONFERENCE_MISSING);
    assertThat(failureOf(client.allocate(meetingId, false, newEndpoint("alice"))).kind())
        .isEqualTo(Kind.CONFERENCE_MISSING);
  }

  @Test
  void whoMakesAConferenceThatIsThereAlreadyComesIntoIt() {
    done(client.allocate(meetingId, true, newEndpoint("alice")));

    assertThat(failureOf(client.allocate(meetingId, true, newEndpoint("bob"))).kind())
        .isEqualTo(Kind.CONFERENCE_EXISTS);
    done(conference.allocate(newEndpoint("bob")));
    done(client.change(meetingId, List.of(muted("alice"), muted("bob"))));
  }

  @Test
  void aConferenceThatIsTakenOverGoesOn() {
    done(conference.allocate(newEndpoint("alice")));

    BridgeConference heir = BridgeConference.takenOver(client, meetingId, Set.of("alice"));
    done(heir.allocate(newEndpoint("bob")));
    done(heir.change(new EndpointChange.Update("alice", null, sources("alice"))));
  }

  @Test
  void aConferenceGoesWithItsLastEndpointAndComesAgainWithTheNext() {
    done(conference.allocate(newEndpoint("alice")));
    done(conference.allocate(newEndpoint("bob")));
    done(conference.change(expired("alice")));
    done(client.change(meetingId, List.of(muted("bob"))));
    done(conference.change(expired("bob")));

    assertThat(failureOf(client.change(meetingId, List.of(muted("bob")))).kind())
        .isEqualTo(Kind.CONFERENCE_MISSING);
    done(conference.allocate(newEndpoint("alice")));
  }

  @Test
  void aConferenceThatHasBeenEndedIsGoneAndMayBeEndedAgain() {
    done(conference.allocate(newEndpoint("alice")));
    done(conference.expire());

    assertThat(failureOf(client.change(meetingId, List.of(muted("alice")))).kind())
        .isEqualTo(Kind.CONFERENCE_MISSING);
    assertThat(failureOf(conference.allocate(newEndpoint("bob"))).kind())
        .isEqualTo(Kind.CONFERENCE_MISSING);
    done(conference.expire());
  }

  @Test
  void whatAConferenceIsAskedAtOnceHappensInThatOrder() {
    Future<AllocatedEndpoint> alice = conference.allocate(newEndpoint("alice"));
    Future<AllocatedEndpoint> bob = conference.allocate(newEndpoint("bob"));
    Future<Void> sends = conference.change(new EndpointChange.Update("bob", null, sources("bob")));
    Future<Void> gone = conference.change(expired("bob"));
    Future<AllocatedEndpoint> again = conference.allocate(newEndpoint("bob"));

    done(Future.all(alice, bob, sends, gone, again));
    assertThat(again.result().bridge().transport().ufrag())
        .isNotEqualTo(bob.result().bridge().transport().ufrag());
  }

  @Test
  void theBridgeIsHealthyAndKnowsItsVersionAndItsLoad() {
    assertThat(done(status.health())).isEqualTo(BridgeHealth.HEALTHY);
    assertThat(done(status.version())).startsWith("2.");

    done(conference.allocate(newEndpoint("alice")));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              BridgeStatistics statistics = done(status.statistics());
              assertThat(statistics.endpoints()).isPositive();
              assertThat(statistics.conferences()).isPositive();
              assertThat(statistics.stress()).isNotNegative();
              assertThat(statistics.version()).startsWith(done(status.version()));
            });
  }

  @Test
  void aBridgeThatDrainsSaysSoAndTakesConferencesAllTheSame() {
    done(status.drain(true));
    try {
      await().atMost(PATIENCE).until(() -> done(status.statistics()), BridgeStatistics::draining);
      assertThat(done(status.statistics()).shuttingDown()).isFalse();
      done(conference.allocate(newEndpoint("alice")));
    } finally {
      done(status.drain(false));
    }
    await().atMost(PATIENCE).until(() -> !done(status.statistics()).draining());
  }

  @Test
  void aChannelTellsWhomTheBridgeDoesNotHear() {
    AllocatedEndpoint alice = done(conference.allocate(newEndpoint("alice")));
    List<ChannelEvent> heard = new CopyOnWriteArrayList<>();
    channels.open(alice.channels().getFirst(), heard::add);
    done(conference.allocate(newEndpoint("bob")));

    await().atMost(PATIENCE).until(() -> heard.contains(new Connectivity("bob", false)));
    assertThat(heard).startsWith(new Open());
  }

  @Test
  void aSenderIsToldHowLargeOthersWantItsPicture() {
    AllocatedEndpoint alice = done(conference.allocate(newEndpoint("alice")));
    AllocatedEndpoint bob = done(conference.allocate(newEndpoint("bob")));
    List<ChannelEvent> heardByAlice = new CopyOnWriteArrayList<>();
    channels.open(alice.channels().getFirst(), heardByAlice::add);
    BridgeChannel bobsChannel = channels.open(bob.channels().getFirst(), event -> {});

    bobsChannel.receive(ReceiverConstraints.everybody(360));
    done(conference.change(new EndpointChange.Update("alice", transport(), sources("alice"))));

    await()
        .atMost(PATIENCE)
        .until(() -> heardByAlice.contains(new SenderConstraints("alice-v0", 360)));
  }

  @Test
  void aChannelIsGoneWhenAnotherTakesItsPlaceAndWhenItsEndpointIsGone() {
    AllocatedEndpoint alice = done(conference.allocate(newEndpoint("alice")));
    done(conference.allocate(newEndpoint("bob")));
    List<ChannelEvent> first = new CopyOnWriteArrayList<>();
    List<ChannelEvent> second = new CopyOnWriteArrayList<>();

    channels.open(alice.channels().getFirst(), first::add);
    await().atMost(PATIENCE).until(() -> first.contains(new Open()));
    channels.open(alice.channels().getFirst(), second::add);
    await().atMost(PATIENCE).until(() -> second.contains(new Open()));
    await().atMost(PATIENCE).until(() -> first.contains(new Gone(Gone.Reason.REPLACED)));

    done(conference.change(expired("alice")));
    await().atMost(PATIENCE).until(() -> second.contains(new Gone(Gone.Reason.REFUSED)));
    assertThat(second).contains(new ChannelEvent.Lost());
  }

  @Test
  void aChannelWithAWrongPasswordIsGoneAtOnce() {
    AllocatedEndpoint alice = done(conference.allocate(newEndpoint("alice")));
    List<ChannelEvent> heard = new CopyOnWriteArrayList<>();

    channels.open(
        URI.create(alice.channels().getFirst().toString().replaceFirst("pwd=.*", "pwd=guess")),
        heard::add);

    await().atMost(PATIENCE).until(() -> !heard.isEmpty());
    assertThat(heard).containsExactly(new Gone(Gone.Reason.REFUSED));
  }

  static EndpointChange.Create newEndpoint(String endpointId) {
    return new EndpointChange.Create(endpointId, "of-" + endpointId, ConferenceMedia.DEFAULT);
  }

  static EndpointChange.ForceMute muted(String endpointId) {
    return new EndpointChange.ForceMute(endpointId, true, true);
  }

  static EndpointChange.Expire expired(String endpointId) {
    return new EndpointChange.Expire(endpointId);
  }

  static Transport transport() {
    return new Transport(
        "q+F5",
        "hziry5VbrTy3Af1GB8afyv2I",
        List.of(
            new Fingerprint(
                "sha-256",
                "06:3B:E3:24:26:F0:7B:1B:6E:05:48:22:BB:F1:8F:4B:"
                    + "6A:F4:B0:BB:C4:7D:99:C7:EE:FD:F5:D9:63:C7:EB:DD",
                DtlsSetup.ACTIVE)),
        List.of());
  }

  /** A microphone, and a camera with repairs. */
  static List<MediaSource> sources(String endpointId) {
    long base = Integer.toUnsignedLong(endpointId.hashCode()) + 1;
    return List.of(
        MediaSource.audio(endpointId + "-a0", base),
        new MediaSource(
            endpointId + "-v0",
            MediaType.VIDEO,
            VideoType.CAMERA,
            List.of(base + 1, base + 2),
            List.of(new SsrcGroup(SsrcGroup.Semantics.FID, List.of(base + 1, base + 2)))));
  }

  static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  static BridgeFailure failureOf(Future<?> future) {
    try {
      done(future);
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(BridgeFailure.class);
      return (BridgeFailure) e.getCause();
    }
    throw new AssertionError("it did not fail");
  }
}
