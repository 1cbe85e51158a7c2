package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Section 3, rule 8, and the block lists of section 7. The ring time is the shortest that an
 * invitation may ask for.
 */
@DisplayName("3 Calls: rule 8, blocked callers")
class BlockedCallerConformanceIT {
  private static final Object[] RING_SHORT = {"ringTimeoutMs", 5_000};

  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("the caller")
  class Caller {
    @Test
    void hearsRingingThenNoAnswer() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);

      JsonNode view = Calls.tryInvite(alice, Calls.newCallId(), bob.userId(), RING_SHORT).ok();

      String callId = view.path("callId").asText();
      Calls.assertCallView(view, callId);
      assertThat(view.path("state").asText()).isEqualTo("ringing");
      assertThat(Calls.party(view, bob.userId()).path("state").asText()).isEqualTo("invited");
      Event ringing = alice.expectNext();
      assertThat(ringing.type()).isEqualTo("call.ringing");
      assertThat(ringing.text("userId")).isEqualTo(bob.userId());
      assertThat(ringing.text("deviceId")).isEqualTo("phone");
      Event noAnswer = alice.expectNext();
      assertThat(noAnswer.type()).isEqualTo("call.noAnswer");
      assertThat(noAnswer.text("userId")).isEqualTo(bob.userId());
      Event ended = alice.expectNext();
      assertThat(ended.type()).isEqualTo("call.ended");
      assertThat(ended.text("reason")).isEqualTo("no_answer");
      assertThat(ended.data().has("by")).isFalse();
    }

    @Test
    void seesTheSameStatesAndTimesAsOneWhomNobodyAnswers() {
      TestClient alice = SERVER.connect("alice");
      TestClient blocking = SERVER.connect("blocking");
      TestClient silent = SERVER.connect("silent");
      block(blocking, alice);

      String blocked = Calls.invite(alice, blocking.userId(), RING_SHORT);
      String unanswered = Calls.invite(SERVER.connect("carol"), silent.userId(), RING_SHORT);
      silent.expectEvent("call.invited", unanswered);
      silent.ok("call.ringing", "callId", unanswered);
      alice.expectEvent("call.ringing", blocked);

      JsonNode ofBlocked = Calls.get(alice, blocked);
      JsonNode ofUnanswered = Calls.get(silent, unanswered);
      assertThat(ringTime(ofBlocked)).isBetween(5_000L, 6_000L);
      assertThat(ringTime(ofUnanswered)).isBetween(5_000L, 6_000L);
      assertThat(Calls.party(ofBlocked, blocking.userId()).path("state").asText())
          .isEqualTo("ringing");
      assertThat(Calls.party(ofBlocked, blocking.userId()).size())
          .isEqualTo(Calls.party(ofUnanswered, silent.userId()).size());
      long expiresAt = ofBlocked.path("expiresAt").asLong();
      assertThat(alice.expectEvent("call.ended", blocked).ts()).isGreaterThanOrEqualTo(expiresAt);
    }

    @Test
    void getsUnreachableWhereEveryoneGetsIt() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);
      bob.ok("bye");

      String callId = Calls.invite(alice, bob.userId());

      assertThat(alice.expectNext().text("reason")).isEqualTo("unreachable");
      assertThat(Calls.get(alice, callId).path("end").path("reason").asText())
          .isEqualTo("unreachable");
    }

    @Test
    void learnsNothingOfTheCalleesLine() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      block(bob, alice);
      Calls.connect(carol, bob);

      String whileBusy = Calls.invite(alice, bob.userId(), RING_SHORT);

      alice.expectEvent("call.ringing", whileBusy);
      alice.expectNoEventOf("call.rejected", "call.ended");
      assertThat(alice.expectEvent("call.ended", whileBusy).text("reason")).isEqualTo("no_answer");
    }

    @Test
    void learnsNothingOfDnd() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);
      bob.ok("presence.set", "status", "dnd");

      String callId = Calls.invite(alice, bob.userId(), RING_SHORT);

      alice.expectEvent("call.ringing", callId);
      alice.expectNoEventOf("call.rejected");
    }

    @Test
    void mayCancel() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);
      String callId = Calls.invite(alice, bob.userId());

      alice.ok("call.hangup", "callId", callId);

      Groups.expectEnded(callId, "cancelled", alice);
      bob.expectNoEvent();
    }

    @Test
    void maySendWhatIsHeldBackBeforeAnAccept() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);
      String callId = Calls.invite(alice, bob.userId(), "description", Sdp.offer());

      alice.ok(
          "media.candidates",
          MediaMessages.candidates(callId, Json.object("userId", bob.userId()), Sdp.candidate(1)));

      bob.expectNoEvent();
    }

    @Test
    void inAGroupHearsTheSameWhileTheOthersRing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      block(bob, alice);
      String callId = Calls.newCallId();

      Groups.tryInvite(alice, callId, List.of(bob.userId(), carol.userId()), RING_SHORT).ok();
      carol.expectEvent("call.invited", callId);
      Groups.accept(callId, alice, carol, List.of());

      Groups.expectFrom(alice, "call.ringing", callId, bob);
      Groups.expectFrom(alice, "call.noAnswer", callId, bob);
      Groups.expectFrom(carol, "call.noAnswer", callId, bob);
      bob.expectNoEvent();
      assertThat(Calls.state(alice, callId)).isEqualTo("active");
    }

    @Test
    void whoAddsOneHearsTheSame() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      block(bob, alice);
      String callId = Groups.connect(alice, carol);

      JsonNode view = alice.ok("call.add", "callId", callId, "to", List.of(bob.userId()));

      assertThat(Groups.present(view))
          .containsExactly(alice.userId(), carol.userId(), bob.userId());
      Groups.expectFrom(alice, "call.ringing", callId, bob);
      bob.expectNoEvent();
    }
  }

  @Nested
  @DisplayName("the callee")
  class Callee {
    @Test
    void isNotTold() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient tablet = bob.user().connect("tablet");
      block(bob, alice);

      String callId = Calls.invite(alice, bob.userId(), RING_SHORT);
      alice.expectEvent("call.ringing", callId);
      TestClient late = bob.user().connect("late");
      alice.expectEvent("call.ended", callId);

      for (TestClient device : List.of(bob, tablet, late)) {
        assertThat(Calls.list(device)).isEmpty();
        assertThat(device.error("call.get", "callId", callId)).isEqualTo("call_not_found");
        device.expectNoEvent();
      }
      assertThat(late.session().path("calls")).isEmpty();
      JsonNode session = bob.user().connect("later").session();
      assertThat(session.path("recentlyEnded")).isEmpty();
      assertThat(session.path("missedCalls").asInt(-1)).isZero();
    }

    @Test
    void canNotAnswer() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);
      String callId = Calls.invite(alice, bob.userId());

      for (String type : List.of("call.ringing", "call.accept", "call.reject", "call.hangup")) {
        assertThat(bob.error(type, "callId", callId)).isIn("call_not_found", "not_in_call");
      }
      assertThat(Calls.state(alice, callId)).isEqualTo("ringing");
    }

    @Test
    void isNotBusyWithIt() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      block(bob, alice);
      String callId = Calls.invite(alice, bob.userId());
      alice.expectEvent("call.ringing", callId);

      Calls.connect(carol, bob);
    }

    @Test
    void makesNoGlareWithIt() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);
      String unaware = Calls.invite(alice, bob.userId());
      alice.expectEvent("call.ringing", unaware);

      String callId = Calls.newCallId();
      JsonNode view = Calls.tryInvite(bob, callId, alice.userId()).ok();

      assertThat(view.path("callId").asText()).isEqualTo(callId);
      bob.expectNoEventOf("call.accepted");
    }

    @Test
    void mayStillCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);

      Calls.connect(bob, alice);
    }

    @Test
    void isRungByOthers() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);

      Calls.ring(SERVER.connect("carol"), bob);
    }
  }

  @Nested
  @DisplayName("user.block, user.unblock, user.blocked")
  class BlockList {
    @Test
    void isEmptyAtFirst() {
      assertThat(blocked(SERVER.connect("bob"))).isEmpty();
    }

    @Test
    void namesWhoIsBlocked() {
      TestClient bob = SERVER.connect("bob");
      TestUser alice = SERVER.user("alice");
      TestUser mallory = SERVER.user("mallory");

      bob.ok("user.block", "userId", alice.id());
      bob.ok("user.block", "userId", mallory.id());
      bob.ok("user.block", "userId", mallory.id());

      assertThat(blocked(bob)).containsExactlyInAnyOrder(alice.id(), mallory.id());
    }

    @Test
    void isTheUsersAndNotTheDevices() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);
      bob.ok("bye");

      TestClient tablet = bob.user().connect("tablet");

      assertThat(blocked(tablet)).containsExactly(alice.userId());
      Calls.invite(alice, bob.userId());
      tablet.expectNoEvent();
    }

    @Test
    void isShownToNobodyElse() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);

      assertThat(blocked(alice)).isEmpty();
      alice.expectNoEvent();
    }

    @Test
    void letsTheUserRingAgainAfterUnblock() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      block(bob, alice);

      bob.ok("user.unblock", "userId", alice.userId());

      assertThat(blocked(bob)).isEmpty();
      Calls.ring(alice, bob);
    }

    @Test
    void takesAnUnblockOfOneWhoWasNotBlocked() {
      TestClient bob = SERVER.connect("bob");

      bob.ok("user.unblock", "userId", SERVER.user("alice").id());
    }

    @Test
    void leavesALiveCallAlone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      block(bob, alice);

      assertThat(Calls.state(alice, callId)).isEqualTo("active");
      alice.expectNoEvent();
    }

    @Test
    void namesNoUserThatIsNone() {
      TestClient bob = SERVER.connect("bob");

      assertThat(bob.error("user.block", "userId", "b b")).isEqualTo("bad_request");
      assertThat(bob.error("user.block")).isEqualTo("bad_request");
    }
  }

  private static void block(TestClient who, TestClient whom) {
    who.ok("user.block", "userId", whom.userId());
  }

  private static List<String> blocked(TestClient client) {
    JsonNode users = client.ok("user.blocked").path("users");
    assertThat(users.isArray()).isTrue();
    return users.valueStream().map(JsonNode::asText).toList();
  }

  private static long ringTime(JsonNode view) {
    return view.path("expiresAt").asLong() - view.path("createdAt").asLong();
  }
}
