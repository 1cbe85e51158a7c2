package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, row {@code call.add}. */
@DisplayName("3 Groups: call.add")
class CallAddConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.add")
  class Add {
    @Test
    void ringsEveryDeviceOfMoreUsers() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient tablet = carol.user().connect("tablet");
      TestClient dave = SERVER.connect("dave");
      String callId = Calls.connect(alice, bob);

      add(alice, callId, carol, dave).ok();

      for (TestClient rung : List.of(carol, tablet, dave)) {
        Event invited = rung.expectEvent("call.invited", callId);
        Calls.assertCallView(invited.data().path("call"), callId);
        assertThat(invited.data().path("call").path("state").asText()).isEqualTo("active");
        assertThat(invited.data().path("call").path("group").asBoolean()).isTrue();
        assertThat(invited.data().has("description")).isFalse();
      }
    }

    @Test
    void isAnsweredWithTheCallViewWhichIsAGroupFromThenOn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);

      JsonNode view = add(alice, callId, carol).ok();

      Calls.assertCallView(view, callId);
      assertThat(view.path("group").asBoolean()).isTrue();
      assertThat(Calls.partyUsers(view))
          .containsExactly(alice.userId(), bob.userId(), carol.userId());
      assertThat(Calls.get(bob, callId).path("group").asBoolean()).isTrue();
    }

    @Test
    void tellsTheOthersWhoAreInByCallState() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);

      add(bob, callId, carol).ok();

      Event state = alice.expectEvent("call.state", callId);
      JsonNode call = state.data().path("call");
      Calls.assertCallView(call, callId);
      assertThat(Calls.partyUsers(call))
          .containsExactly(alice.userId(), bob.userId(), carol.userId());
      assertThat(call.path("group").asBoolean()).isTrue();
      bob.expectNoEventOf("call.state");
    }

    @Test
    void makesTheAdderTheOneWhoIsToldOfTheAnswer() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);
      add(bob, callId, carol).ok();
      carol.expectEvent("call.invited", callId);

      carol.ok("call.ringing", "callId", callId);
      carol.ok("call.accept", "callId", callId);

      Groups.expectFrom(bob, "call.ringing", callId, carol);
      Groups.expectFrom(bob, "call.accepted", callId, carol);
      Groups.expectFrom(alice, "call.partyJoined", callId, carol);
      alice.expectNoEventOf("call.ringing", "call.accepted");
      bob.expectNoEventOf("call.partyJoined");
    }

    @Test
    void ofOneWhoDeclinesLeavesTheCallAsItWas() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);
      add(alice, callId, carol).ok();
      carol.expectEvent("call.invited", callId);

      carol.ok("call.reject", "callId", callId);

      assertThat(Groups.expectFrom(alice, "call.rejected", callId, carol).text("reason"))
          .isEqualTo("declined");
      Groups.expectLeft(bob, callId, carol.userId(), "declined");
      Groups.expectEnded(callId, "declined", carol);
      assertThat(Groups.present(Calls.get(alice, callId)))
          .containsExactly(alice.userId(), bob.userId());
    }

    @Test
    void ofOneWhoIsBusyTellsTheAdderAndTheOthers() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      Calls.connect(carol, SERVER.connect("dave"));
      String callId = Calls.connect(alice, bob);

      add(alice, callId, carol).ok();

      assertThat(Groups.expectFrom(alice, "call.rejected", callId, carol).text("reason"))
          .isEqualTo("busy");
      Groups.expectLeft(bob, callId, carol.userId(), "busy");
      carol.expectNoEventOf("call.invited");
    }

    @Test
    void ofOneWhoIsNotToBeDisturbedTellsTheAdderDndAndTheOthersDeclined() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      carol.ok("presence.set", "status", "dnd");
      String callId = Calls.connect(alice, bob);

      add(alice, callId, carol).ok();

      assertThat(Groups.expectFrom(alice, "call.rejected", callId, carol).text("reason"))
          .isEqualTo("dnd");
      Groups.expectLeft(bob, callId, carol.userId(), "declined");
      carol.expectNoEvent();
    }

    @Test
    void ofOneWhoIsUnreachableTellsTheOthers() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestUser nobody = SERVER.user("nobody");
      String callId = Calls.connect(alice, bob);

      alice.ok("call.add", "callId", callId, "to", List.of(nobody.id()));

      Groups.expectLeft(bob, callId, nobody.id(), "unreachable");
      assertThat(Calls.state(alice, callId)).isEqualTo("active");
    }

    @Test
    void leavesUsersAloneWhoAreInOrInvitedAlready() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());

      JsonNode view = add(alice, callId, bob, carol, dave).ok();

      dave.expectEvent("call.invited", callId);
      carol.expectNoEvent();
      assertThat(Groups.present(view))
          .containsExactlyInAnyOrder(alice.userId(), bob.userId(), carol.userId(), dave.userId());
      assertThat(Calls.party(view, bob.userId()).path("state").asText()).isEqualTo("connecting");
    }

    @Test
    void ofNobodyNewChangesNothing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      JsonNode before = Calls.get(alice, callId);

      JsonNode view = add(alice, callId, bob).ok();

      assertThat(view.path("version")).isEqualTo(before.path("version"));
      bob.expectNoEvent();
    }

    @Test
    void ringsAgainWhoHasDeclined() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.ring(alice, bob, carol);
      Groups.accept(callId, alice, bob, List.of());
      carol.ok("call.reject", "callId", callId);
      carol.expectEvent("call.ended", callId);
      alice.expectEvent("call.rejected", callId);

      add(bob, callId, carol).ok();

      carol.expectEvent("call.invited", callId);
      carol.ok("call.accept", "callId", callId);
      Groups.expectFrom(bob, "call.accepted", callId, carol);
      Groups.expectFrom(alice, "call.partyJoined", callId, carol);
    }

    @Test
    void ringsAgainWhoHasLeft() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob, carol);
      Groups.leave(callId, carol, alice, bob);

      add(alice, callId, carol).ok();

      carol.expectEvent("call.invited", callId);
      Groups.accept(callId, alice, carol, List.of(bob));
    }

    @Test
    void goesOnInTheCallWhenEitherOfTheFirstTwoLeaves() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);
      add(alice, callId, carol).ok();
      carol.expectEvent("call.invited", callId);
      Groups.accept(callId, alice, carol, List.of(bob));

      Groups.leave(callId, alice, bob, carol);

      assertThat(Calls.state(bob, callId)).isEqualTo("active");
    }
  }

  @Nested
  @DisplayName("call.add is refused")
  class Refused {
    @Test
    void toAStranger() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient mallory = SERVER.connect("mallory");
      TestClient dave = SERVER.connect("dave");
      String callId = Calls.connect(alice, bob);

      assertThat(add(mallory, callId, dave).errorCode()).isIn("call_not_found", "not_in_call");

      dave.expectNoEvent();
      alice.expectNoEvent();
    }

    @Test
    void toOneWhoIsOnlyRung() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Groups.ring(alice, bob, carol);

      assertThat(add(bob, callId, dave).errorCode()).isIn("not_in_call", "invalid_state");

      dave.expectNoEvent();
    }

    @Test
    void toOneWhoHasLeft() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient dave = SERVER.connect("dave");
      String callId = Groups.connect(alice, bob, carol);
      Groups.leave(callId, bob, alice, carol);

      assertThat(add(bob, callId, dave).errorCode()).isIn("not_in_call", "invalid_state");

      dave.expectNoEvent();
    }

    @Test
    void whereTheCallHasEnded() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);

      assertThat(add(alice, callId, carol).errorCode()).isEqualTo("call_ended");
      carol.expectNoEvent();
    }

    @Test
    void whereThereIsNoSuchCall() {
      TestClient alice = SERVER.connect("alice");

      assertThat(add(alice, Calls.newCallId(), alice).errorCode()).isEqualTo("call_not_found");
    }

    @Test
    void whereItNamesNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      assertThat(alice.error("call.add", "callId", callId, "to", List.of()))
          .isEqualTo("bad_request");
      assertThat(alice.error("call.add", "callId", callId)).isEqualTo("bad_request");
      assertThat(Calls.get(alice, callId).path("group").asBoolean(false)).isFalse();
    }
  }

  private static Reply add(TestClient adder, String callId, TestClient... added) {
    return adder.request(
        "call.add", "callId", callId, "to", Stream.of(added).map(TestClient::userId).toList());
  }
}
