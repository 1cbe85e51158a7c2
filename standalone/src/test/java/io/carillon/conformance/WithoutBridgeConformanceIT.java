package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, rules 10 and 11, and section 4, where no videobridge is configured. */
@DisplayName("4 Media: without a videobridge")
class WithoutBridgeConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  private final TestClient alice = SERVER.connect("alice");
  private final TestClient bob = SERVER.connect("bob");

  @Test
  void aCallForABridgeIsRefused() {
    String callId = Calls.newCallId();

    assertThat(Calls.tryInvite(alice, callId, bob.userId(), "topology", "sfu").errorCode())
        .isEqualTo("no_sfu");
    assertThat(
            alice.error(
                "call.join",
                "room",
                Rooms.newRoom(SERVER),
                "media",
                "audio",
                "create",
                true,
                "topology",
                "sfu"))
        .isEqualTo("no_sfu");
    bob.expectNoEvent();
  }

  @Test
  void autoAndDirectAreAsEver() {
    for (String topology : List.of("auto", "direct")) {
      String callId = Calls.ring(alice, bob, "topology", topology);
      assertThat(Calls.get(alice, callId).path("topology").asText()).isEqualTo("direct");
      Calls.hangUp(alice, callId);
      bob.expectEvent("call.ended", callId);
    }
    assertThat(
            Calls.tryInvite(alice, Calls.newCallId(), bob.userId(), "topology", "star").errorCode())
        .isEqualTo("bad_request");
  }

  @Test
  void whatIsToBeReceivedIsForCallsOnABridge() {
    String callId = Calls.connect(alice, bob);

    assertThat(alice.error("media.receive", "callId", callId, "lastN", 2))
        .isEqualTo("invalid_state");
    assertThat(alice.error("media.receive", "callId", callId, "lastN", -1))
        .isEqualTo("bad_request");
    assertThat(alice.error("media.receive", "callId", callId, "maxHeight", 10))
        .isEqualTo("bad_request");
    assertThat(SERVER.connect("carol").error("media.receive", "callId", callId, "lastN", 2))
        .isEqualTo("not_in_call");
  }

  @Test
  void nobodyIsConnectedToABridge() {
    String callId = Calls.connect(alice, bob);

    assertThat(
            alice.error("media.connection", "callId", callId, "peer", "sfu", "state", "connected"))
        .isEqualTo("bad_request");
  }
}
