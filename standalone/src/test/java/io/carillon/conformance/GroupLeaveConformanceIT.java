package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, row {@code call.hangup} where the call is a group, and drops in a group (rule 7). */
@DisplayName("3 Groups: leaving, ending for everyone, drops")
class GroupLeaveConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.hangup")
  class Hangup {
    @Test
    void leavesAndTheOthersWhoAreInAreTold() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);

      bob.ok("call.hangup", "callId", callId);

      for (TestClient staying : List.of(alice, carol)) {
        Event left = Groups.expectFrom(staying, "call.partyLeft", callId, bob);
        assertThat(left.text("reason")).isEqualTo("hangup");
        assertThat(left.text("deviceId")).isEqualTo("phone");
        staying.expectNoEventOf("call.ended");
      }
      Event ended = bob.expectEvent("call.ended", callId);
      assertThat(ended.text("reason")).isEqualTo("hangup");
      bob.expectNoEventOf("call.partyLeft");
    }

    @Test
    void leavesTheCallGoingOn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);

      Groups.leave(callId, bob, alice, carol);

      JsonNode view = Calls.get(alice, callId);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(Groups.present(view)).containsExactly(alice.userId(), carol.userId());
      JsonNode party = Calls.party(view, bob.userId());
      assertThat(party.path("state").asText()).isEqualTo("left");
      assertThat(party.path("reason").asText()).isEqualTo("hangup");
      assertThat(Calls.list(bob)).isEmpty();
    }

    @Test
    void ofTheCreatorLeavesTheCallGoingOnToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Groups.ring(alice, bob, carol, dave);
      Groups.accept(callId, alice, bob, List.of());
      Groups.accept(callId, alice, carol, List.of(bob));

      Groups.leave(callId, alice, bob, carol);

      dave.expectNoEvent();
      dave.ok("call.accept", "callId", callId);
      Groups.expectFrom(bob, "call.partyJoined", callId, dave);
      Groups.expectFrom(carol, "call.partyJoined", callId, dave);
    }

    @Test
    void isNotToldToTheUsersDevicesThatGotHandledElsewhere() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient tablet = bob.user().connect("tablet");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      tablet.expectEvent("call.handledElsewhere", callId);

      Groups.leave(callId, bob, alice, carol);

      tablet.expectNoEventOf("call.ended", "call.partyLeft");
    }

    @Test
    void ofOneWhoHasLeftIsOkAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      Groups.leave(callId, bob, alice, carol);

      bob.ok("call.hangup", "callId", callId);

      bob.expectNoEventOf("call.ended");
      alice.expectNoEvent();
    }
  }

  @Nested
  @DisplayName("call.hangup with everyone")
  class Everyone {
    @Test
    void ofTheCreatorEndsTheCallForAll() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      ObjectNode userInfo = Json.object("thanks", true);
      String callId = Groups.ring(alice, bob, carol, dave);
      Groups.accept(callId, alice, bob, List.of());
      Groups.accept(callId, alice, carol, List.of(bob));

      alice.ok("call.hangup", "callId", callId, "everyone", true, "userInfo", userInfo);

      for (TestClient told : List.of(alice, bob, carol)) {
        Event ended = told.expectEvent("call.ended", callId);
        assertThat(ended.text("reason")).isEqualTo("hangup");
        assertThat(ended.text("by")).isEqualTo(alice.userId());
        assertThat(ended.data().path("userInfo")).isEqualTo(userInfo);
      }
      assertThat(dave.expectEvent("call.ended", callId).text("reason")).isIn("hangup", "cancelled");
      assertThat(Calls.list(alice)).isEmpty();
      assertThat(Calls.list(dave)).isEmpty();
      assertThat(bob.error("call.join", "callId", callId)).isEqualTo("call_ended");
    }

    @Test
    void ofAnotherPartyIsForbiddenAndChangesNothing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);

      assertThat(bob.error("call.hangup", "callId", callId, "everyone", true))
          .isEqualTo("forbidden");

      assertThat(Groups.present(Calls.get(alice, callId)))
          .containsExactly(alice.userId(), bob.userId(), carol.userId());
      alice.expectNoEvent();
      carol.expectNoEvent();
    }

    @Test
    void ofAPartyWhoseTokenGrantsAdminEndsTheCallForAll() {
      TestClient alice = SERVER.connect("alice");
      TestUser admin = SERVER.user("admin");
      JwtClaims claims = Tokens.claims(admin.id());
      claims.setStringListClaim("grants", "call", "presence", "admin");
      TestClient boss = admin.connect("phone", admin.token(claims));
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, boss, carol);

      boss.ok("call.hangup", "callId", callId, "everyone", true);

      for (TestClient told : List.of(alice, boss, carol)) {
        Event ended = told.expectEvent("call.ended", callId);
        assertThat(ended.text("reason")).isIn("hangup", "ended_by_admin");
        assertThat(ended.text("by")).isEqualTo(boss.userId());
      }
    }
  }

  @Nested
  @DisplayName("rule 7: a party whose socket drops")
  class Drop {
    @Test
    void isReconnectingAndAllWhoAreInAreTold() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);

      bob.drop();

      Groups.expectFrom(alice, "call.partyReconnecting", callId, bob);
      Groups.expectFrom(carol, "call.partyReconnecting", callId, bob);
      assertThat(Groups.partyState(carol, callId, bob)).isEqualTo("reconnecting");
      bob.resume();
      Groups.expectFrom(alice, "call.partyReconnected", callId, bob);
      Groups.expectFrom(carol, "call.partyReconnected", callId, bob);
    }

    @Test
    void leavesAtOnceIfItSaidBye() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);

      bob.ok("bye");

      Groups.expectFrom(alice, "call.partyLeft", callId, bob);
      Groups.expectFrom(carol, "call.partyLeft", callId, bob);
      alice.expectNoEventOf("call.ended");
    }
  }

  @Nested
  @DisplayName("rule 7: the grace after a drop, with a second of it")
  class Grace {
    @RegisterExtension static final ServerUnderTest IMPATIENT = ServerUnderTest.impatient();

    @Test
    void endsWithConnectionLostAndTheCallGoesOn() {
      TestClient alice = IMPATIENT.connect("alice");
      TestClient bob = IMPATIENT.connect("bob");
      TestClient carol = IMPATIENT.connect("carol");
      String callId = Groups.connect(alice, bob, carol);

      bob.drop();

      Groups.expectLeft(alice, callId, bob.userId(), "connection_lost");
      Groups.expectLeft(carol, callId, bob.userId(), "connection_lost");
      JsonNode view = Calls.get(alice, callId);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(Groups.present(view)).containsExactly(alice.userId(), carol.userId());
      assertThat(bob.user().connect("phone").session().path("calls")).isEmpty();
    }

    @Test
    void ofTheCreatorLeavesTheCallGoingOn() {
      TestClient alice = IMPATIENT.connect("alice");
      TestClient bob = IMPATIENT.connect("bob");
      TestClient carol = IMPATIENT.connect("carol");
      String callId = Groups.connect(alice, bob, carol);

      alice.drop();

      Groups.expectLeft(bob, callId, alice.userId(), "connection_lost");
      assertThat(Calls.state(carol, callId)).isEqualTo("active");
    }
  }
}
