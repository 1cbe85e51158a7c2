package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.videobridge.Behaviour;
import io.carillon.videobridge.VideobridgeStandIn;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4: a lost bridge is replaced. A server of its own: bridges that failed rest for long. */
@DisplayName("4 Media: bridges that fail")
class BridgeLossConformanceIT {
  private static final VideobridgeStandIn FIRST = VideobridgeStandIn.start();
  private static final VideobridgeStandIn SECOND = VideobridgeStandIn.start();

  @RegisterExtension
  static final ServerUnderTest SERVER =
      ServerUnderTest.with(
          "carillon.videobridge.urls",
          FIRST.address() + "," + SECOND.address(),
          "carillon.videobridge.health-interval",
          "500ms");

  private final TestClient alice = SERVER.connect("alice");
  private final TestClient bob = SERVER.connect("bob");
  private final TestClient carol = SERVER.connect("carol");

  @AfterAll
  static void closeTheBridges() {
    FIRST.close();
    SECOND.close();
  }

  @Test
  void aCallOutlivesItsBridgesOneAfterTheOther() {
    BridgeAnswers.awaitBridges(SERVER, "up", "up");
    Admin.ok(Admin.of(SERVER).post("/bridges/" + SECOND.address().getAuthority() + "/drain"));
    String callId = Groups.connect(alice, bob, carol);
    expectTopology(callId, "sfu", 1);
    for (TestClient party : List.of(alice, bob, carol)) {
      new BridgeAnswers().answer(party, callId);
    }
    Admin.ok(Admin.of(SERVER).post("/bridges/" + SECOND.address().getAuthority() + "/undrain"));
    BridgeAnswers.awaitBridges(SERVER, "up", "up");

    FIRST.behave(Behaviour.FAILING);
    expectTopology(callId, "sfu", 2);
    for (TestClient party : List.of(alice, bob, carol)) {
      Event offer = party.expectEvent("media.description", callId);
      while (offer.data().path("epoch").asInt() == 1) {
        offer = party.expectEvent("media.description", callId);
      }
      assertThat(offer.data().path("epoch").asInt()).isEqualTo(2);
    }

    SECOND.behave(Behaviour.FAILING);
    expectTopology(callId, "direct", 3);
    assertThat(Groups.present(Calls.get(alice, callId)))
        .containsExactly(alice.userId(), bob.userId(), carol.userId());
  }

  private void expectTopology(String callId, String topology, int epoch) {
    for (TestClient party : List.of(alice, bob, carol)) {
      Event event = party.expectEvent("media.topology", callId);
      assertThat(event.text("topology")).isEqualTo(topology);
      assertThat(event.data().path("epoch").asInt()).isEqualTo(epoch);
    }
  }
}
