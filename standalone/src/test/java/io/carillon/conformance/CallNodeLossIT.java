package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients see when a node that holds calls dies. */
@DisplayName("A node that holds calls dies")
class CallNodeLossIT {
  @RegisterExtension
  static final ManyNodes CLUSTER =
      ManyNodes.with(
          "carillon.presence.offline-grace", "1s", "carillon.call.reconnect-grace", "4s");

  private static final int CALLS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void takesNoCallAlong() {
    Map<String, List<TestClient>> calls = new HashMap<>();
    for (int i = 0; i < CALLS; i++) {
      TestClient caller = CLUSTER.connect("caller", i % 2);
      TestClient callee = CLUSTER.connect("callee", (i + 1) % 2);
      calls.put(Calls.connect(caller, callee), List.of(caller, callee));
    }

    CLUSTER.kill(ManyNodes.dataNode(0));

    calls.forEach(
        (callId, parties) -> {
          assertThat(Calls.state(parties.getLast(), callId)).isEqualTo("active");
          Calls.hangUp(parties.getFirst(), callId);
          assertThat(parties.getLast().expectEvent("call.ended", callId, PATIENCE).text("reason"))
              .isEqualTo("hangup");
        });
  }

  @Test
  void leavesItsRingTimersToOthers() {
    Map<TestClient, String> calls = new HashMap<>();
    for (int i = 0; i < CALLS; i++) {
      TestClient caller = CLUSTER.connect("caller", i % 2);
      TestClient callee = CLUSTER.connect("callee", (i + 1) % 2);
      calls.put(caller, Calls.ring(caller, callee, "ringTimeoutMs", 5_000));
    }

    CLUSTER.kill(ManyNodes.dataNode(2));

    calls.forEach(
        (caller, callId) ->
            assertThat(caller.expectEvent("call.ended", callId, PATIENCE).text("reason"))
                .isEqualTo("no_answer"));
  }

  @Test
  void failsNoRequestThatIsUnderWay() {
    List<TestClient> callers = new ArrayList<>();
    List<TestClient> callees = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      callers.add(CLUSTER.connect("caller", i % 2));
      callees.add(CLUSTER.connect("callee", (i + 1) % 2));
    }
    List<String> callIds = new ArrayList<>();
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      String callId = Calls.newCallId();
      callIds.add(callId);
      requests.add(
          callers
              .get(i)
              .send(
                  "call.invite", Calls.fields(Calls.invitation(callId, callees.get(i).userId()))));
      if (i == CALLS / 2) {
        CLUSTER.kill(ManyNodes.dataNode(0));
      }
    }

    for (int i = 0; i < CALLS; i++) {
      JsonNode view = callers.get(i).reply(requests.get(i)).ok();
      assertThat(view.path("callId").asText()).isEqualTo(callIds.get(i));
      callees.get(i).expectEvent("call.invited", callIds.get(i), PATIENCE);
      callees.get(i).ok("call.accept", "callId", callIds.get(i));
      assertThat(Calls.state(callers.get(i), callIds.get(i))).isEqualTo("active");
    }
  }

  @Test
  void isFollowedByAWordToThePartiesOfTheLatestCalls() {
    TestClient alice = CLUSTER.connect("alice", 0);
    TestClient bob = CLUSTER.connect("bob", 1);
    String callId = Calls.connect(alice, bob);

    CLUSTER.kill(ManyNodes.dataNode(1));

    for (TestClient party : List.of(alice, bob)) {
      JsonNode view = party.expectEvent("call.state", callId, PATIENCE).data().path("call");
      assertThat(view.path("state").asText()).isEqualTo("active");
    }
  }
}
