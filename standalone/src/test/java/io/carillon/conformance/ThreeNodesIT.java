package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls through a cluster, where no service shares a process with call-service. */
class ThreeNodesIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.ofThreeNodes();

  private static final int CALLS_FOR_BOTH_OWNERS = 8;

  @Test
  void callsAreMadeAnsweredAndEndedWhicheverNodeHoldsThem() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    for (int i = 0; i < CALLS_FOR_BOTH_OWNERS; i++) {
      String callId = Calls.connect(alice, bob);
      assertThat(Calls.list(bob)).containsExactly(callId);
      alice.ok("call.hangup", "callId", callId);
      assertThat(bob.expectEvent("call.ended", callId).text("reason")).isEqualTo("hangup");
      alice.expectEvent("call.ended", callId);
    }
  }

  @Test
  void mediaIsRelayedBetweenTheParties() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    String callId = Calls.connect(alice, bob);

    alice.ok(
        "media.description",
        "callId",
        callId,
        "to",
        bob.address(),
        "description",
        Sdp.offer(),
        "epoch",
        0);

    assertThat(bob.expectEvent("media.description", callId).data().path("from"))
        .isEqualTo(alice.address());
  }
}
