package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.standalone.Carillon;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a side of the cluster does that has too few nodes to know that it is the larger one. */
class QuorumIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension
  static final ServerUnderTest SERVER =
      ServerUnderTest.ofThreeNodes("carillon.cluster.quorum", "2");

  @Test
  void withTooFewNodesNothingIsWrittenAndNobodyIsReady() {
    ThreeNodes nodes = SERVER.nodes();
    Carillon edge = nodes.edge();
    assertThat(ThreeNodes.status(edge, "/readyz")).isEqualTo(200);
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    String callId = Calls.connect(alice, bob);

    nodes.stop(nodes.dataMember());

    await().atMost(PATIENCE).until(() -> ThreeNodes.status(edge, "/readyz") == 503);
    assertThat(ThreeNodes.status(nodes.dataMember(), "/readyz")).isEqualTo(503);
    assertThat(ThreeNodes.status(nodes.dataMember(), "/livez")).isEqualTo(200);
    // It may have been sent away by now.
    alice
        .replyUnlessClosed(alice.send("call.hangup", "callId", callId))
        .ifPresent(reply -> assertThat(reply.errorCode()).isEqualTo("unavailable"));
    for (TestClient client : List.of(alice, bob)) {
      assertThat(client.takeFrame("goaway").path("data").path("action").asText())
          .isEqualTo("resume");
      client.expectClose(4503);
    }
  }
}
