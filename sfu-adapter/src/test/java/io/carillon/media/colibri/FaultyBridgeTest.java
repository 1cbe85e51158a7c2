package io.carillon.media.colibri;

import static io.carillon.media.colibri.BridgeContract.done;
import static io.carillon.media.colibri.BridgeContract.expired;
import static io.carillon.media.colibri.BridgeContract.failureOf;
import static io.carillon.media.colibri.BridgeContract.muted;
import static io.carillon.media.colibri.BridgeContract.newEndpoint;
import static io.carillon.media.colibri.BridgeContract.sources;
import static io.carillon.media.colibri.BridgeContract.transport;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.media.colibri.BridgeFailure.Kind;
import io.carillon.videobridge.Behaviour;
import io.carillon.videobridge.EndpointView;
import io.carillon.videobridge.VideobridgeStandIn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyBridgeTest {
  private static final Duration SHORT = Duration.ofMillis(700);

  private final Vertx vertx = Vertx.vertx();
  private final VideobridgeStandIn bridge = VideobridgeStandIn.start();
  private final String meetingId = UUID.randomUUID().toString();
  private ColibriClient client;
  private BridgeStatus status;
  private BridgeConference conference;

  @BeforeEach
  void connect() {
    client =
        new ColibriClient(
            vertx, bridge.address(), new ColibriTimeouts(Duration.ofSeconds(60), SHORT));
    status = new BridgeStatus(vertx, bridge.address(), SHORT);
    conference = BridgeConference.anew(client, meetingId);
  }

  @AfterEach
  void stop() {
    done(vertx.close());
    bridge.close();
  }

  @Test
  void theBridgeHasWhatItWasTold() {
    done(conference.allocate(newEndpoint("alice")));
    done(conference.change(new EndpointChange.Update("alice", transport(), sources("alice"))));
    done(conference.change(new EndpointChange.ForceMute("alice", true, false)));

    EndpointView alice = bridge.endpoints(meetingId).orElseThrow().getFirst();
    assertThat(alice.sources()).containsExactly("alice-a0", "alice-v0");
    assertThat(alice.audioMuted()).isTrue();
    assertThat(alice.videoMuted()).isFalse();
  }

  @Test
  void whoeverHangsIsNotOperationalAndWhatWaitsFailsWithIt() {
    done(conference.allocate(newEndpoint("alice")));
    bridge.behave(Behaviour.HANGING);

    Future<Void> first = conference.change(muted("alice"));
    Future<AllocatedEndpoint> second = conference.allocate(newEndpoint("bob"));

    BridgeFailure failure = failureOf(first);
    assertThat(failure.kind()).isEqualTo(Kind.NOT_OPERATIONAL);
    assertThat(failureOf(second)).isSameAs(failure);
    bridge.behave(Behaviour.NORMAL);
    assertThat(failureOf(conference.allocate(newEndpoint("carol")))).isSameAs(failure);
    done(conference.expire());
    assertThat(bridge.endpoints(meetingId)).isEmpty();
  }

  @Test
  void theFirstEndpointOfABridgeMayTakeLongerThanTheOthers() {
    bridge.behave(Behaviour.HANGING);
    ColibriClient patient =
        new ColibriClient(
            vertx,
            bridge.address(),
            new ColibriTimeouts(SHORT.multipliedBy(3), Duration.ofMillis(1)));
    long before = System.nanoTime();
    assertThat(failureOf(patient.allocate(meetingId, true, newEndpoint("alice"))).kind())
        .isEqualTo(Kind.NOT_OPERATIONAL);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(SHORT.multipliedBy(2));

    before = System.nanoTime();
    failureOf(patient.change(meetingId, List.of(muted("alice"))));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SHORT.multipliedBy(2));
  }

  @Test
  void anErrorOfTheServerIsNotOperational() {
    bridge.behave(Behaviour.FAILING);

    assertThat(failureOf(conference.allocate(newEndpoint("alice"))))
        .hasMessage("the bridge answered status 500")
        .extracting(BridgeFailure::kind)
        .isEqualTo(Kind.NOT_OPERATIONAL);
    assertThat(failureOf(status.statistics()).kind()).isEqualTo(Kind.NOT_OPERATIONAL);
    assertThat(failureOf(status.drain(true)).kind()).isEqualTo(Kind.NOT_OPERATIONAL);
  }

  @Test
  void aBridgeThatIsGoneIsNotOperational() {
    bridge.close();

    assertThat(failureOf(conference.allocate(newEndpoint("alice"))).kind())
        .isEqualTo(Kind.NOT_OPERATIONAL);
    assertThat(failureOf(status.version()).kind()).isEqualTo(Kind.NOT_OPERATIONAL);
  }

  @Test
  void aBridgeThatShutsDownTakesNoNewConferencesAndGoesOnWithThoseThatItHas() {
    done(conference.allocate(newEndpoint("alice")));
    bridge.behave(Behaviour.SHUTTING_DOWN);

    BridgeConference another = BridgeConference.anew(client, UUID.randomUUID().toString());
    assertThat(failureOf(another.allocate(newEndpoint("bob"))).kind())
        .isEqualTo(Kind.SHUTTING_DOWN);
    done(conference.allocate(newEndpoint("bob")));
    assertThat(done(status.statistics()).shuttingDown()).isTrue();
  }

  @Test
  void aBridgeThatHasLostItsStateHasLostTheConferenceForGood() {
    done(conference.allocate(newEndpoint("alice")));
    bridge.forget();

    BridgeFailure failure = failureOf(conference.change(muted("alice")));
    assertThat(failure.kind()).isEqualTo(Kind.CONFERENCE_MISSING);
    assertThat(failureOf(conference.allocate(newEndpoint("bob")))).isSameAs(failure);
    done(BridgeConference.anew(client, meetingId).allocate(newEndpoint("alice")));
  }

  @Test
  void whatWaitsWhenAConferenceIsEndedFails() {
    Future<AllocatedEndpoint> underWay = conference.allocate(newEndpoint("alice"));
    Future<AllocatedEndpoint> waits = conference.allocate(newEndpoint("bob"));
    Future<Void> ended = conference.expire();

    done(underWay);
    assertThat(failureOf(waits).kind()).isEqualTo(Kind.CONFERENCE_MISSING);
    done(ended);
    assertThat(bridge.endpoints(meetingId)).isEmpty();
  }

  @Test
  void anEndpointThatTheBridgeHasGivenUpIsMissing() {
    done(conference.allocate(newEndpoint("alice")));
    done(conference.allocate(newEndpoint("bob")));
    bridge.giveUp(meetingId, "alice");

    assertThat(
            failureOf(conference.change(new EndpointChange.Update("alice", null, sources("alice"))))
                .kind())
        .isEqualTo(Kind.ENDPOINT_MISSING);
    done(conference.change(expired("alice")));
    done(conference.allocate(newEndpoint("alice")));
  }

  @Test
  void healthTellsSilenceFromFailure() {
    assertThat(done(status.health())).isEqualTo(BridgeHealth.HEALTHY);
    bridge.behave(Behaviour.HANGING);
    assertThat(done(status.health())).isEqualTo(BridgeHealth.SILENT);
    bridge.behave(Behaviour.FAILING);
    assertThat(done(status.health())).isEqualTo(BridgeHealth.FAILED);
    bridge.close();
    assertThat(done(status.health())).isEqualTo(BridgeHealth.FAILED);
  }

  @Test
  void statisticsHaveRegionAndStressWhereTheBridgeSaysThem() {
    assertThat(done(status.statistics()).region()).isNull();
    bridge.region("eu");
    bridge.stress(0.75);

    await().until(() -> "eu".equals(done(status.statistics()).region()));
    assertThat(done(status.statistics()).stress()).isEqualTo(0.75);
    assertThat(done(status.statistics()).stressPerParticipant()).isEqualTo(0.01);
  }
}
