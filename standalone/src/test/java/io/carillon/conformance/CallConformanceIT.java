package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Section 3, rows {@code call.invite}, {@code call.ringing}, {@code call.get}, {@code call.list}.
 */
@DisplayName("3 Calls: invite, ringing, get, list")
class CallConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.invite")
  class Invite {
    @Test
    void isAnsweredWithTheCallView() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      long before = alice.session().path("serverTime").asLong();
      String callId = Calls.newCallId();

      JsonNode view =
          Calls.tryInvite(
                  alice,
                  callId,
                  bob.userId(),
                  "media",
                  "video",
                  "userInfo",
                  Json.object("topic", 1))
              .ok();

      Calls.assertCallView(view, callId);
      assertThat(view.path("state").asText()).isEqualTo("ringing");
      assertThat(view.path("epoch").asInt()).isZero();
      assertThat(view.path("media").asText()).isEqualTo("video");
      assertThat(view.path("from")).isEqualTo(alice.address());
      assertThat(view.path("createdAt").asLong()).isBetween(before - 1_000, before + 60_000);
      assertThat(view.path("userInfo")).isEqualTo(Json.object("topic", 1));
      assertThat(view.has("startedAt")).isFalse();
      assertThat(view.has("end")).isFalse();
    }

    @Test
    void putsTheCreatorFirstAndTheInvitedLast() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      JsonNode view = Calls.tryInvite(alice, Calls.newCallId(), bob.userId()).ok();

      assertThat(Calls.partyUsers(view)).containsExactly(alice.userId(), bob.userId());
      assertThat(view.path("parties").path(0).path("deviceId").asText()).isEqualTo("phone");
      assertThat(view.path("parties").path(1).path("state").asText()).isEqualTo("invited");
      assertThat(view.path("parties").path(1).has("deviceId")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "direct"})
    void ofTwoPartiesIsDirect(String topology) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      JsonNode view =
          Calls.tryInvite(alice, Calls.newCallId(), bob.userId(), "topology", topology).ok();

      assertThat(view.path("topology").asText()).isEqualTo("direct");
    }

    @Test
    void withoutTopologyIsDirectToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      JsonNode view = Calls.tryInvite(alice, Calls.newCallId(), bob.userId()).ok();

      assertThat(view.path("topology").asText()).isEqualTo("direct");
    }

    @Test
    void rings60SecondsByDefault() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      JsonNode view = Calls.tryInvite(alice, Calls.newCallId(), bob.userId()).ok();

      assertThat(ringTime(view)).isBetween(59_000L, 61_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 30_000, 180_000})
    void ringsAsLongAsRingTimeoutMsSays(int ringTimeoutMs) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      JsonNode view =
          Calls.tryInvite(alice, Calls.newCallId(), bob.userId(), "ringTimeoutMs", ringTimeoutMs)
              .ok();

      assertThat(ringTime(view)).isBetween(ringTimeoutMs - 1_000L, ringTimeoutMs + 1_000L);
    }

    @Test
    void reachesEveryDeviceOfTheInvitee() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      TestClient desktop = phone.user().connect("desktop");

      String callId = Calls.invite(alice, phone.userId());

      for (TestClient device : List.of(phone, tablet, desktop)) {
        JsonNode call = device.expectEvent("call.invited", callId).data().path("call");
        Calls.assertCallView(call, callId);
        assertThat(call.path("from")).isEqualTo(alice.address());
        assertThat(call.path("state").asText()).isEqualTo("ringing");
      }
    }

    @Test
    void bringsTheOfferAndTheUserInfo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      ObjectNode userInfo = Json.object("name", "Alice", "nested", List.of(1, "zwei", true));

      String callId =
          Calls.invite(alice, bob.userId(), "description", Sdp.offer(), "userInfo", userInfo);

      Event invited = bob.expectEvent("call.invited", callId);
      assertThat(invited.data().path("description")).isEqualTo(Sdp.offer());
      assertThat(invited.data().path("call").path("userInfo")).isEqualTo(userInfo);
    }

    @Test
    void withoutAnOfferBringsNone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      String callId = Calls.invite(alice, bob.userId());

      assertThat(bob.expectEvent("call.invited", callId).data().has("description")).isFalse();
    }

    @Test
    void ofOneWhoIsNotCalledTellsNobodyElse() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");

      Calls.ring(alice, bob);

      carol.expectNoEvent();
    }

    private static long ringTime(JsonNode view) {
      return view.path("expiresAt").asLong() - view.path("createdAt").asLong();
    }
  }

  @Nested
  @DisplayName("call.ringing")
  class Ringing {
    @Test
    void tellsTheCallerWhichDeviceAlerts() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      bob.ok("call.ringing", "callId", callId);

      Event ringing = alice.expectEvent("call.ringing", callId);
      assertThat(ringing.text("userId")).isEqualTo(bob.userId());
      assertThat(ringing.text("deviceId")).isEqualTo("phone");
    }

    @Test
    void makesThePartyRinging() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      bob.ok("call.ringing", "callId", callId);

      JsonNode view = Calls.get(alice, callId);
      assertThat(Calls.party(view, bob.userId()).path("state").asText()).isEqualTo("ringing");
      assertThat(view.path("state").asText()).isEqualTo("ringing");
    }
  }

  @Nested
  @DisplayName("call.get")
  class Get {
    @Test
    void givesTheCallViewToBothParties() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      JsonNode ofAlice = Calls.get(alice, callId);

      Calls.assertCallView(ofAlice, callId);
      assertThat(Calls.get(bob, callId)).isEqualTo(ofAlice);
    }

    @Test
    void ofACallThatNobodyMadeIsCallNotFound() {
      TestClient alice = SERVER.connect("alice");

      assertThat(alice.error("call.get", "callId", Calls.newCallId())).isEqualTo("call_not_found");
    }
  }

  @Nested
  @DisplayName("call.list")
  class ListOfCalls {
    @Test
    void givesAllLiveCallsOfThisUser() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      assertThat(Calls.list(alice)).isEmpty();
      String ofBob = Calls.ring(alice, bob);
      assertThat(Calls.list(alice)).containsExactly(ofBob);
      String ofCarol = Calls.ring(alice, carol);

      assertThat(Calls.list(alice)).containsExactlyInAnyOrder(ofBob, ofCarol);
      assertThat(Calls.list(bob)).containsExactly(ofBob);
      assertThat(Calls.list(carol)).containsExactly(ofCarol);
      for (JsonNode call : alice.ok("call.list").path("calls")) {
        Calls.assertCallView(call, call.path("callId").asText());
      }
    }

    @Test
    void hasNoCallThatHasEnded() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.hangUp(alice, Calls.ring(alice, bob));

      assertThat(Calls.list(alice)).isEmpty();
      assertThat(Calls.list(bob)).isEmpty();
    }
  }
}
