package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 4, direct calls: who may send to whom, and what changes the call. */
@DisplayName("4 Media: parties, epoch, state and connection")
class MediaPartiesConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("only between parties of the same live call")
  class Strangers {
    @Test
    void aStrangerReachesNoParty() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient mallory = SERVER.connect("mallory");
      String callId = Calls.connect(alice, bob);

      assertThat(
              mallory.error(
                  "media.description",
                  MediaMessages.description(callId, bob.address(), Sdp.offer())))
          .isIn("not_in_call", "call_not_found", "forbidden");
      assertThat(
              mallory.error(
                  "media.candidates",
                  MediaMessages.candidates(callId, bob.address(), Sdp.candidate(1))))
          .isIn("not_in_call", "call_not_found", "forbidden");
      assertThat(
              mallory.error("media.state", MediaMessages.state(callId, true, true, false, false)))
          .isIn("not_in_call", "call_not_found", "forbidden");

      bob.expectNoEventOf("media.description", "media.candidates", "media.state");
    }

    @Test
    void aPartyReachesNoStranger() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);

      assertThat(
              alice.error(
                  "media.description",
                  MediaMessages.description(callId, carol.address(), Sdp.offer())))
          .isEqualTo("not_in_call");
      assertThat(
              alice.error(
                  "media.candidates",
                  MediaMessages.candidates(callId, carol.address(), Sdp.candidate(1))))
          .isEqualTo("not_in_call");

      carol.expectNoEvent();
    }

    @Test
    void aDeviceOfAPartyThatIsNotInTheCallReachesNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.connect(alice, phone);

      assertThat(
              tablet
                  .request(
                      "media.description",
                      MediaMessages.description(callId, alice.address(), Sdp.offer()))
                  .isOk())
          .isFalse();

      alice.expectNoEventOf("media.description");
    }
  }

  @Nested
  @DisplayName("epoch")
  class Epoch {
    @Test
    void startsAtZero() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      assertThat(Calls.get(alice, callId).path("epoch").asInt(-1)).isZero();
    }

    @Test
    void ofLongAgoIsRefused() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      assertThat(
              alice.error(
                  "media.candidates",
                  "callId",
                  callId,
                  "to",
                  bob.address(),
                  "candidates",
                  List.of(Sdp.candidate(1)),
                  "epoch",
                  -2))
          .isIn("invalid_state", "bad_request");
      bob.expectNoEventOf("media.candidates");
    }
  }

  @Nested
  @DisplayName("media.state")
  class State {
    @Test
    void goesToTheOtherParty() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok("media.state", MediaMessages.state(callId, false, true, true, false));

      Event event = bob.expectEvent("media.state", callId);
      assertThat(event.data().path("from")).isEqualTo(alice.address());
      assertThat(event.data().path("audio").asBoolean(true)).isFalse();
      assertThat(event.data().path("video").asBoolean()).isTrue();
      assertThat(event.data().path("screen").asBoolean()).isTrue();
      assertThat(event.data().path("hold").asBoolean(true)).isFalse();
      alice.expectNoEventOf("media.state");
    }

    @Test
    void standsInTheCallView() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      bob.ok("media.state", MediaMessages.state(callId, true, false, false, true));

      JsonNode expected = Json.object("audio", true, "video", false, "screen", false, "hold", true);
      Awaitility.await()
          .atMost(Inbox.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Calls.party(Calls.get(alice, callId), bob.userId()).path("media"))
                      .isEqualTo(expected));
    }
  }

  @Nested
  @DisplayName("media.connection and media.stats")
  class Connection {
    @Test
    void connectedOnBothSidesMakesThePartiesConnected() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok("media.connection", connection(callId, bob, "connected"));
      bob.ok("media.connection", connection(callId, alice, "connected"));

      Calls.awaitPartyState(alice, callId, alice.userId(), "connected");
      Calls.awaitPartyState(alice, callId, bob.userId(), "connected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "connecting", "connected", "disconnected", "failed", "closed"})
    void takesEachState(String state) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok("media.connection", connection(callId, bob, state));
    }

    @Test
    void ofAnUnknownStateIsABadRequest() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      assertThat(alice.error("media.connection", connection(callId, bob, "fine")))
          .isEqualTo("bad_request");
    }

    @Test
    void statsAreTaken() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok(
          "media.stats",
          "callId",
          callId,
          "peer",
          bob.address(),
          "rttMs",
          23.5,
          "jitterMs",
          2,
          "packetsLost",
          3,
          "packetsReceived",
          997,
          "bitrateKbps",
          420,
          "framesPerSecond",
          29.97,
          "somethingNewer",
          1);
      bob.expectNoEventOf("media.stats");
    }

    private static Object[] connection(String callId, TestClient peer, String state) {
      return new Object[] {"callId", callId, "peer", peer.address(), "state", state};
    }
  }
}
