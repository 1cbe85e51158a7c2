package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients see when an edge dies. */
@DisplayName("An edge dies")
class EdgeLossIT {
  @RegisterExtension
  static final ManyNodes CLUSTER =
      ManyNodes.with(
          "carillon.presence.offline-grace", "1s", "carillon.call.reconnect-grace", "4s");

  private static final int CALLS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void takesItsUsersOffline() {
    TestClient carol = CLUSTER.connect("carol", 0);
    TestClient watcher = CLUSTER.connect("watcher", 1);
    assertThat(Presences.subscribe(watcher, carol.userId())).isNotNull();

    CLUSTER.kill(ManyNodes.edgeNode(0));
    carol.drop();

    Presences.expectStatus(watcher, carol.userId(), "offline", PATIENCE);
  }

  @Test
  void leavesItsPartiesTheGraceAndThemselvesASnapshot() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);
    String callId = Calls.connect(alice, bob);

    CLUSTER.kill(ManyNodes.edgeNode(0));
    alice.drop();
    assertThat(bob.expectEvent("call.partyReconnecting", callId, PATIENCE).text("userId"))
        .isEqualTo(alice.userId());
    TestClient again = alice.resumeAt(CLUSTER.edge(1));

    assertThat(again.session().path("resumed").asBoolean()).isFalse();
    assertThat(Calls.callIds(again.session().path("calls"))).containsExactly(callId);
    bob.expectEvent("call.partyReconnected", callId, PATIENCE);
    assertThat(Calls.state(again, callId)).isEqualTo("active");
  }

  @Test
  void takesPartiesAlongThatDoNotComeBack() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);
    String callId = Calls.connect(alice, bob);

    CLUSTER.kill(ManyNodes.edgeNode(0));
    alice.drop();

    assertThat(bob.expectEvent("call.ended", callId, PATIENCE).text("reason"))
        .isEqualTo("connection_lost");
  }

  @Test
  void mayDieTogetherWithANodeThatHoldsCalls() {
    TestClient bob = CLUSTER.connect("bob", 1);
    List<TestClient> callers = new ArrayList<>();
    Map<TestClient, String> calls = new HashMap<>();
    for (int i = 0; i < CALLS; i++) {
      TestClient caller = CLUSTER.connect("caller", 0);
      TestClient callee = CLUSTER.connect("callee", 1);
      calls.put(callee, Calls.connect(caller, callee));
      callers.add(caller);
    }

    CLUSTER.kill(ManyNodes.dataNode(1));
    CLUSTER.kill(ManyNodes.edgeNode(0));
    callers.forEach(TestClient::drop);

    calls.forEach(
        (callee, callId) ->
            assertThat(callee.expectEvent("call.ended", callId, PATIENCE).text("reason"))
                .isEqualTo("connection_lost"));
    assertThat(Calls.list(bob)).isEmpty();
  }

  @Test
  void mayBeTheLastOfAll() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);
    CLUSTER.kill(ManyNodes.edgeNode(0));
    CLUSTER.kill(ManyNodes.edgeNode(1));
    alice.drop();
    bob.drop();
    CLUSTER.startAgain(ManyNodes.edgeNode(0));

    TestClient watcher = CLUSTER.connect("watcher", 0);
    String status = Presences.subscribe(watcher, bob.userId());
    TestClient again = alice.user().connect("phone");

    // An edge that was slow to start comes when the grace is over.
    if (!status.equals("offline")) {
      Presences.expectStatus(watcher, bob.userId(), "offline", PATIENCE);
    }
    again.ok("ping");
  }
}
