package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, rule 10, and section 2: commands that are repeatable by their meaning. */
@DisplayName("3 Calls: rule 10, a retried request changes nothing twice")
class CallRetryConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("while the call lives")
  class Live {
    @Test
    void anInviteWithTheSameCallIdIsOkAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      JsonNode again = Calls.tryInvite(alice, callId, bob.userId()).ok();

      assertThat(again.path("callId").asText()).isEqualTo(callId);
      assertThat(again.path("state").asText()).isEqualTo("ringing");
      assertThat(Calls.list(alice)).containsExactly(callId);
    }

    @Test
    void anAcceptByTheWinnerIsOkAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      JsonNode before = Calls.get(alice, callId);

      bob.ok("call.accept", "callId", callId, "description", Sdp.answer());

      JsonNode after = Calls.get(alice, callId);
      assertThat(after.path("startedAt")).isEqualTo(before.path("startedAt"));
      assertThat(after.path("parties")).isEqualTo(before.path("parties"));
    }

    @Test
    void aSecondRingingIsOkAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      bob.ok("call.ringing", "callId", callId);

      bob.ok("call.ringing", "callId", callId);

      assertThat(Calls.state(alice, callId)).isEqualTo("ringing");
    }
  }

  @Nested
  @DisplayName("when the call has ended")
  class Ended {
    @Test
    void anInviteWithTheSameCallIdIsOkAndRingsNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      Calls.hangUp(alice, callId);
      bob.expectEvent("call.ended", callId);

      JsonNode view = Calls.tryInvite(alice, callId, bob.userId()).ok();

      assertThat(view.path("state").asText()).isEqualTo("ended");
      assertThat(view.path("end").path("reason").asText()).isEqualTo("cancelled");
      bob.expectNoEvent();
    }

    @Test
    void anAcceptByTheWinnerIsOk() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);

      bob.ok("call.accept", "callId", callId);

      assertThat(Calls.list(bob)).isEmpty();
    }

    @Test
    void aRejectByItsUserIsOk() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      bob.ok("call.reject", "callId", callId);

      bob.ok("call.reject", "callId", callId);

      assertThat(alice.expectEvent("call.ended", callId).text("reason")).isEqualTo("declined");
    }

    @Test
    void aHangupByEitherFormerPartyIsOk() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);

      alice.ok("call.hangup", "callId", callId);
      bob.ok("call.hangup", "callId", callId);
    }

    @Test
    void anythingElseIsCallEnded() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      Calls.hangUp(alice, callId);

      assertThat(bob.error("call.ringing", "callId", callId)).isEqualTo("call_ended");
      assertThat(bob.error("call.accept", "callId", callId)).isEqualTo("call_ended");
      assertThat(
              alice.error(
                  "media.candidates",
                  "callId",
                  callId,
                  "to",
                  Json.object("userId", bob.userId()),
                  "candidates",
                  List.of(Sdp.candidate(0)),
                  "epoch",
                  0))
          .isEqualTo("call_ended");
      assertThat(
              alice.error(
                  "media.description",
                  "callId",
                  callId,
                  "to",
                  Json.object("userId", bob.userId()),
                  "description",
                  Sdp.offer(),
                  "epoch",
                  0))
          .isEqualTo("call_ended");
    }
  }
}
