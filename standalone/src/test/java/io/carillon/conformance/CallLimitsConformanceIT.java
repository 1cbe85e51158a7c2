package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1, the limits, and section 3, what {@code call.invite} refuses. */
@DisplayName("3 Calls: limits of an invitation")
class CallLimitsConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.invite")
  class Invite {
    @ParameterizedTest
    @ValueSource(ints = {4_999, 180_001, 0, -1})
    void withARingTimeoutOutOfRangeIsABadRequest(int ringTimeoutMs) {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      Reply reply =
          Calls.tryInvite(alice, Calls.newCallId(), bob.userId(), "ringTimeoutMs", ringTimeoutMs);

      assertThat(reply.errorCode()).isEqualTo("bad_request");
      bob.expectNoEvent();
    }

    @Test
    void withTheCallIdOfAnotherUsersCallIsCallExists() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient mallory = SERVER.connect("mallory");
      TestClient carol = SERVER.connect("carol");
      String callId = Calls.ring(alice, bob);

      assertThat(Calls.tryInvite(mallory, callId, carol.userId()).errorCode())
          .isEqualTo("call_exists");
      carol.expectNoEvent();
      assertThat(Calls.partyUsers(Calls.get(alice, callId)))
          .containsExactly(alice.userId(), bob.userId());
    }

    @Test
    void withUserInfoOverTheLimitIsTooLarge() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      ObjectNode userInfo = Json.object("text", "x".repeat(4_097));

      Reply reply = Calls.tryInvite(alice, Calls.newCallId(), bob.userId(), "userInfo", userInfo);

      assertThat(reply.errorCode()).isEqualTo("too_large");
      bob.expectNoEvent();
    }

    @Test
    void withUserInfoOfTheLimitIsTaken() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      int overhead = Json.object("text", "").toString().length();
      ObjectNode userInfo = Json.object("text", "x".repeat(4_096 - overhead));

      String callId = Calls.invite(alice, bob.userId(), "userInfo", userInfo);

      Event invited = bob.expectEvent("call.invited", callId);
      assertThat(invited.data().path("call").path("userInfo")).isEqualTo(userInfo);
    }

    @Test
    void withAnOfferOverTheLimitIsTooLarge() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      Reply reply =
          Calls.tryInvite(
              alice, Calls.newCallId(), bob.userId(), "description", Sdp.offerOf(32_769));

      assertThat(reply.errorCode()).isEqualTo("too_large");
      bob.expectNoEvent();
    }

    @Test
    void withAnOfferOfTheLimitIsTaken() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      String callId = Calls.invite(alice, bob.userId(), "description", Sdp.offerOf(32_768));

      Event invited = bob.expectEvent("call.invited", callId);
      assertThat(invited.data().path("description")).isEqualTo(Sdp.offerOf(32_768));
    }

    @Test
    void ofMoreThan32UsersIsRefused() {
      TestClient alice = SERVER.connect("alice");
      List<String> invitees =
          IntStream.range(0, 33).mapToObj(number -> SERVER.user("guest" + number).id()).toList();

      Reply reply =
          alice.request(
              "call.invite",
              "callId",
              Calls.newCallId(),
              "to",
              invitees,
              "media",
              "audio",
              "group",
              true);

      assertThat(reply.errorCode()).isIn("bad_request", "too_large", "too_many_parties");
      assertThat(Calls.list(alice)).isEmpty();
    }
  }
}
