package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's call ids, and SDP towards a stranger. */
@DisplayName("Bad input: other people's calls")
class OthersCallsIT extends BesideBystanders {
  @Nested
  @DisplayName("other people's call ids")
  class OthersCalls {
    @ParameterizedTest
    @ValueSource(
        strings = {"call.ringing", "call.accept", "call.reject", "call.hangup", "call.get"})
    void areOfNoUse(String type) {
      TestClient mallory = SERVER.connect("mallory");

      assertThat(mallory.error(type, "callId", bystandersCall))
          .isIn("call_not_found", "not_in_call", "forbidden");

      assertThat(Calls.state(carol, bystandersCall)).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"call.ringing", "call.accept", "call.reject", "call.hangup"})
    void areOfNoUseWhileItRingsEither(String type) {
      TestClient mallory = SERVER.connect("mallory");
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      assertThat(mallory.error(type, "callId", callId))
          .isIn("call_not_found", "not_in_call", "forbidden");

      assertThat(Calls.state(alice, callId)).isEqualTo("ringing");
      bob.expectNoEvent();
      alice.expectNoEvent();
    }

    @Test
    void bringNoSdpToAStranger() {
      TestClient mallory = SERVER.connect("mallory");

      assertThat(
              mallory.error(
                  "media.description",
                  "callId",
                  bystandersCall,
                  "to",
                  dave.address(),
                  "description",
                  Sdp.offer(),
                  "epoch",
                  0))
          .isIn("call_not_found", "not_in_call", "forbidden");

      dave.expectNoEventOf("media.description");
    }

    @Test
    void bringNoSdpWithoutACall() {
      TestClient mallory = SERVER.connect("mallory");

      assertThat(
              mallory.error(
                  "media.description",
                  "callId",
                  Calls.newCallId(),
                  "to",
                  dave.address(),
                  "description",
                  Sdp.offer(),
                  "epoch",
                  0))
          .isEqualTo("call_not_found");

      dave.expectNoEventOf("media.description");
    }
  }
}
