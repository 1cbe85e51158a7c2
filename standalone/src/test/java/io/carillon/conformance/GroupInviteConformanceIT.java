package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, rows {@code call.invite} and {@code call.ringing}, where the call is a group. */
@DisplayName("3 Groups: invite, ringing, late devices")
class GroupInviteConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.invite")
  class Invite {
    @Test
    void ofSeveralUsersMakesAGroup() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.newCallId();

      JsonNode view =
          alice.ok(
              "call.invite",
              "callId",
              callId,
              "to",
              List.of(bob.userId(), carol.userId()),
              "media",
              "audio");

      Calls.assertCallView(view, callId);
      assertThat(view.path("group").asBoolean()).isTrue();
      assertThat(view.path("state").asText()).isEqualTo("ringing");
    }

    @Test
    void ofOneUserIsAGroupIfItSaysSo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      JsonNode view = Calls.tryInvite(alice, Calls.newCallId(), bob.userId(), "group", true).ok();

      assertThat(view.path("group").asBoolean()).isTrue();
    }

    @Test
    void ofOneUserIsNoGroupOtherwise() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      JsonNode view = Calls.tryInvite(alice, Calls.newCallId(), bob.userId()).ok();

      assertThat(view.path("group").asBoolean(false)).isFalse();
    }

    @Test
    void reachesEveryDeviceOfEveryInvitee() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient tablet = bob.user().connect("tablet");
      TestClient carol = SERVER.connect("carol");

      String callId = Groups.ring(alice, bob, carol);

      JsonNode call = tablet.expectEvent("call.invited", callId).data().path("call");
      Calls.assertCallView(call, callId);
      assertThat(call.path("group").asBoolean()).isTrue();
      assertThat(Calls.partyUsers(call))
          .containsExactlyInAnyOrder(alice.userId(), bob.userId(), carol.userId());
    }

    @Test
    void putsTheCreatorFirstAndTheInvitedBehind() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");

      JsonNode view =
          Groups.tryInvite(alice, Calls.newCallId(), List.of(bob.userId(), carol.userId())).ok();

      assertThat(Calls.partyUsers(view).getFirst()).isEqualTo(alice.userId());
      for (TestClient invited : List.of(bob, carol)) {
        JsonNode party = Calls.party(view, invited.userId());
        assertThat(party.path("state").asText()).isEqualTo("invited");
        assertThat(party.has("deviceId")).isFalse();
      }
    }

    @Test
    void withAnOfferIsABadRequestAndRingsNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");

      Reply ofTwo =
          Groups.tryInvite(
              alice,
              Calls.newCallId(),
              List.of(bob.userId(), carol.userId()),
              "description",
              Sdp.offer());
      Reply ofOne =
          Groups.tryInvite(
              alice, Calls.newCallId(), List.of(bob.userId()), "description", Sdp.offer());

      assertThat(ofTwo.errorCode()).isEqualTo("bad_request");
      assertThat(ofOne.errorCode()).isEqualTo("bad_request");
      bob.expectNoEvent();
      carol.expectNoEvent();
    }

    @Test
    void withoutABridgeIsAMesh() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");

      String callId = Groups.connect(alice, bob, carol);

      JsonNode view = Calls.get(carol, callId);
      assertThat(view.path("topology").asText()).isEqualTo("direct");
      assertThat(view.path("epoch").asInt(-1)).isZero();
    }

    @Test
    void withTheSameCallIdIsTheSameCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);

      JsonNode again = Groups.tryInvite(alice, callId, List.of(bob.userId(), carol.userId())).ok();

      assertThat(again.path("callId").asText()).isEqualTo(callId);
      bob.expectNoEvent();
      carol.expectNoEvent();
      assertThat(Calls.list(alice)).containsExactly(callId);
    }
  }

  @Nested
  @DisplayName("call.ringing")
  class Ringing {
    @Test
    void tellsTheCallerWhoseDeviceAlerts() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);

      carol.ok("call.ringing", "callId", callId);
      bob.ok("call.ringing", "callId", callId);

      Groups.expectFrom(alice, "call.ringing", callId, carol);
      Groups.expectFrom(alice, "call.ringing", callId, bob);
      assertThat(Groups.partyState(alice, callId, carol)).isEqualTo("ringing");
      assertThat(Groups.partyState(alice, callId, bob)).isEqualTo("ringing");
    }
  }

  @Nested
  @DisplayName("rule 5: late devices")
  class LateDevices {
    @Test
    void areInvitedWhileTheirUserIsRung() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());

      TestClient late = carol.user().connect("late");

      JsonNode call = late.expectEvent("call.invited", callId).data().path("call");
      assertThat(call.path("state").asText()).isEqualTo("active");
      late.ok("call.accept", "callId", callId);
      assertThat(alice.expectEvent("call.accepted", callId).text("deviceId")).isEqualTo("late");
    }

    @Test
    void areNotInvitedByACallThatTheirUserIsIn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());

      TestClient late = bob.user().connect("late");

      assertThat(Calls.callIds(late.session().path("calls"))).containsExactly(callId);
      late.expectNoEvent();
    }

    @Test
    void areNotInvitedByACallThatTheirUserDeclined() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());
      carol.ok("call.reject", "callId", callId);

      TestClient late = carol.user().connect("late");

      assertThat(late.session().path("calls")).isEmpty();
      late.expectNoEvent();
    }
  }
}
