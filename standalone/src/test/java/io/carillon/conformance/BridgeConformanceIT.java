package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.videobridge.VideobridgeStandIn;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4, calls on a videobridge, as any client meets them. */
@DisplayName("4 Media: on a videobridge")
class BridgeConformanceIT {
  private static final List<VideobridgeStandIn> BRIDGES =
      List.of(VideobridgeStandIn.start(), VideobridgeStandIn.start());

  @RegisterExtension
  static final ServerUnderTest SERVER =
      ServerUnderTest.with(
          "carillon.videobridge.urls",
          BRIDGES.get(0).address() + "," + BRIDGES.get(1).address(),
          "carillon.videobridge.health-interval",
          "500ms",
          "carillon.call.direct-again-after",
          "1s");

  private final TestClient alice = SERVER.connect("alice");
  private final TestClient bob = SERVER.connect("bob");
  private final TestClient carol = SERVER.connect("carol");

  @BeforeEach
  void awaitTheBridges() {
    BridgeAnswers.awaitBridges(SERVER, "up", "up");
  }

  @AfterAll
  static void closeTheBridges() {
    BRIDGES.forEach(VideobridgeStandIn::close);
  }

  @Test
  void theThirdPartyBringsTheCallOntoABridge() {
    String callId = Groups.connect(alice, bob, carol);

    for (TestClient party : List.of(alice, bob, carol)) {
      Event topology = party.expectEvent("media.topology", callId);
      assertThat(topology.text("topology")).isEqualTo("sfu");
      assertThat(topology.data().path("epoch").asInt()).isEqualTo(1);
    }
    for (TestClient party : List.of(alice, bob, carol)) {
      Event offer = party.expectEvent("media.description", callId);
      assertThat(offer.text("from")).isEqualTo("sfu");
      assertThat(offer.data().path("epoch").asInt()).isEqualTo(1);
      assertThat(offer.data().at("/to/deviceId").asText()).isEqualTo(party.device());
      assertThat(offer.data().at("/description/type").asText()).isEqualTo("offer");
    }
  }

  @Test
  void whatOnePartySendsIsOfferedToTheOthers() {
    String callId = Groups.connect(alice, bob, carol);

    new BridgeAnswers().answer(alice, callId);

    BridgeAnswers answers = new BridgeAnswers();
    String offer = answers.answer(bob, callId);
    while (!offer.contains("msid:" + alice.userId() + "%2F")) {
      offer = answers.answer(bob, callId);
    }
  }

  @Test
  void twoWhoStayGoBackToEachOther() {
    String callId = Groups.connect(alice, bob, carol);
    alice.expectEvent("media.topology", callId);

    Groups.leave(callId, carol, alice, bob);

    Event topology = alice.expectEvent("media.topology", callId);
    assertThat(topology.text("topology")).isEqualTo("direct");
    assertThat(topology.data().path("epoch").asInt()).isEqualTo(2);
  }

  @Test
  void whatAClientWantsIsTaken() {
    String callId = Groups.connect(alice, bob, carol);
    alice.expectEvent("media.topology", callId);

    alice.ok("media.receive", "callId", callId, "lastN", 1, "onStage", List.of(bob.userId()));
  }
}
