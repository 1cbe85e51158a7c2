package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 7: rate limits per user, per pair and per address, and the delay after bad tokens. */
@DisplayName("7 Who may reach whom: rate limits, the delay after bad tokens")
class RateLimitConformanceIT {

  @Nested
  @DisplayName("invitations of a user")
  class PerUser {
    private static final int A_MINUTE = 30;

    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with("carillon.limits.invites-per-user", Integer.toString(A_MINUTE));

    @Test
    void overTheLimitAreRateLimitedAndTheErrorSaysWhenToTryAgain() {
      TestClient alice = SERVER.connect("alice");

      JsonNode error = inviteUntilLimited(alice).error();

      assertThat(error.path("retryable").asBoolean()).isTrue();
      assertThat(error.path("retryAfterMs").asLong()).isBetween(1L, 60_000L);
    }

    @Test
    void areTakenAgainAfterThatTime() {
      TestClient alice = SERVER.connect("alice");
      inviteUntilLimited(alice);

      alice.okPatiently(
          "call.invite",
          Calls.fields(Calls.invitation(Calls.newCallId(), SERVER.user("nobody").id())));
    }

    @Test
    void areThoseOfAllDevicesTogether() {
      TestClient alice = SERVER.connect("alice");
      TestClient tablet = alice.user().connect("tablet");
      inviteUntilLimited(alice);

      assertThat(inviteSomebody(tablet).errorCode()).isEqualTo("rate_limited");
    }

    @Test
    void areNotThoseOfAnotherUser() {
      inviteUntilLimited(SERVER.connect("alice"));

      Calls.ring(SERVER.connect("carol"), SERVER.connect("bob"));
    }

    @Test
    void areThoseOfCallAddToo() {
      TestClient alice = SERVER.connect("alice");
      String callId = Calls.connect(alice, SERVER.connect("bob"));
      inviteUntilLimited(alice);

      assertThat(
              alice.error("call.add", "callId", callId, "to", List.of(SERVER.user("nobody").id())))
          .isEqualTo("rate_limited");
    }

    @Test
    void leaveTheUsersLiveCallsAlone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      inviteUntilLimited(alice);

      alice.ok(
          "media.candidates", MediaMessages.candidates(callId, bob.address(), Sdp.candidate(1)));
      Calls.hangUp(alice, callId);
    }

    private static Reply inviteUntilLimited(TestClient caller) {
      for (int i = 0; i <= 2 * A_MINUTE; i++) {
        Reply reply = inviteSomebody(caller);
        if (!reply.isOk()) {
          assertThat(reply.errorCode()).isEqualTo("rate_limited");
          return reply;
        }
      }
      throw new AssertionError("more than twice as many invitations as a minute allows");
    }

    private static Reply inviteSomebody(TestClient caller) {
      return Calls.tryInvite(caller, Calls.newCallId(), SERVER.user("nobody").id());
    }
  }

  @Nested
  @DisplayName("invitations of one user to another")
  class PerPair {
    private static final int A_MINUTE = 15;

    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with("carillon.limits.invites-per-pair", Integer.toString(A_MINUTE));

    @Test
    void overTheLimitAreRateLimitedAndRingNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      JsonNode error = inviteUntilLimited(alice, bob).error();

      assertThat(error.path("retryable").asBoolean()).isTrue();
      assertThat(error.path("retryAfterMs").asLong()).isBetween(1L, 60_000L);
      bob.expectNoEvent();
      assertThat(Calls.list(bob)).isEmpty();
    }

    @Test
    void leaveOthersAlone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      inviteUntilLimited(alice, bob);

      Calls.hangUp(alice, Calls.ring(alice, carol));
      Calls.hangUp(carol, Calls.ring(carol, bob));
      Calls.hangUp(bob, Calls.ring(bob, alice));
    }

    private static Reply inviteUntilLimited(TestClient caller, TestClient callee) {
      for (int i = 0; i <= 2 * A_MINUTE; i++) {
        String callId = Calls.newCallId();
        Reply reply = Calls.tryInvite(caller, callId, callee.userId());
        if (!reply.isOk()) {
          assertThat(reply.errorCode()).isEqualTo("rate_limited");
          return reply;
        }
        callee.expectEvent("call.invited", callId);
        Calls.hangUp(caller, callId);
        callee.expectEvent("call.ended", callId);
      }
      throw new AssertionError("more than twice as many invitations as a minute allows");
    }
  }

  @Nested
  @DisplayName("hellos of an address")
  class PerAddress {
    private static final int A_SECOND = 5;

    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with("carillon.edge.hellos-per-second", Integer.toString(A_SECOND));

    @Test
    void overTheLimitAreRateLimitedAndTheErrorSaysWhenToTryAgain() {
      JsonNode error = null;
      for (int i = 0; error == null && i < 50 * A_SECOND; i++) {
        Reply reply = SERVER.user("user").open("phone").hello();
        if (!reply.isOk()) {
          error = reply.error();
        }
      }

      assertThat(error).as("the error of a hello too many").isNotNull();
      assertThat(error.path("code").asText()).isEqualTo("rate_limited");
      assertThat(error.path("retryable").asBoolean()).isTrue();
      assertThat(error.path("retryAfterMs").asLong()).isPositive();
    }
  }

  @Nested
  @DisplayName("the delay after bad tokens")
  class BadTokens {
    private static final int MANY = 12;
    private static final String ELSEWHERE = "127.0.0.2";

    @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

    @Test
    void holdsBackTheNextHelloOfThatUserAndNobodyElses() {
      TestUser victim = SERVER.user("victim");
      guess(victim);
      TestClient held = victim.open("phone");
      TestUser other = SERVER.user("other");

      String hello = "held";
      held.sendAs(hello, "hello", "token", victim.token(), "device", Json.object("id", "phone"));
      other.connect("phone");

      assertThat(held.inbox().peek(frame -> frame.path("id").asText().equals(hello))).isEmpty();
      held.reply(hello).ok();
    }

    @Test
    void isOverWithAGoodToken() {
      TestUser victim = SERVER.user("victim");
      guess(victim);
      victim.connect("phone");

      TestClient next = victim.connect("tablet");

      next.ok("ping");
    }

    @Test
    void doesNotHoldAtAnotherAddress() throws IOException {
      TestUser victim = SERVER.user("victim");
      guess(victim);
      TestClient held = victim.open("phone");
      String hello = "held";
      held.sendAs(hello, "hello", "token", victim.token(), "device", Json.object("id", "phone"));

      try (RawSocket elsewhere = RawSocket.from(ELSEWHERE, SERVER.webSocketUri())) {
        elsewhere.hello(victim, "laptop");
        assertThat(held.inbox().peek(frame -> frame.path("id").asText().equals(hello))).isEmpty();
      }
      held.reply(hello).ok();
    }

    private static void guess(TestUser victim) {
      String[] parts = victim.token().split("\\.", -1);
      String forged = parts[0] + "." + parts[1] + "." + parts[2].substring(2) + "AA";
      for (int i = 0; i < MANY; i++) {
        assertThat(victim.open("phone").helloWith(forged).errorCode()).isEqualTo("token_invalid");
      }
    }
  }
}
