package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.ErrorCode;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Block lists and histories, as clients see them. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UserRequestsTest {
  @Parameter private TestDatabase kind;
  @TempDir private Path data;
  private final Map<String, String> settings = new HashMap<>();
  private FakeNeighbours neighbours;
  private Node node;
  private Device alice;
  private Device bob;

  @BeforeEach
  void startOnAnEmptyDatabase() {
    settings.putAll(kind.fresh(data));
    settings.put("carillon.admin-port", "0");
    settings.put("carillon.data", data.toString());
    settings.put("carillon.limits.invites-per-pair", "9");
    start();
  }

  private void start() {
    neighbours = new FakeNeighbours();
    List<CarillonService> services = new ArrayList<>(neighbours.services());
    services.add(new CallService());
    node = Node.start(Settings.load(settings, Map.of(), null), services);
    alice = Device.online(neighbours, "alice", "laptop");
    bob = Device.online(neighbours, "bob", "phone");
  }

  @AfterEach
  void stop() {
    node.drain();
    node.close();
  }

  @Test
  void aBlockedCallerSeesNoDifferenceAndTheCalleeNothing() {
    bob.ask("user.block", user("alice"));
    ObjectNode invitation = invitation();
    JsonNode call = alice.ask("call.invite", invitation);
    assertThat(call.get("state").asText()).isEqualTo("ringing");
    assertThat(alice.hears("call.ringing").get("deviceId").asText()).isEqualTo("phone");
    assertThat(bob.heard()).isEmpty();
    assertThat(bob.ask("call.list", data()).get("calls")).isEmpty();
    alice.ask("call.hangup", data().put("callId", invitation.get("callId").asText()));
    await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> alice.ask("history.list", data()).get("records").size() == 1);
    assertThat(bob.ask("history.list", data()).get("records")).isEmpty();
    bob.ask("user.unblock", user("alice"));
    alice.ask("call.invite", invitation());
    bob.hears("call.invited");
  }

  @Test
  void aBlockedCallerCannotReachWhomNobodyReaches() {
    bob.ask("user.block", user("alice"));
    bob.bye();
    JsonNode call = alice.ask("call.invite", invitation());
    assertThat(call.at("/end/reason").asText()).isEqualTo("unreachable");
  }

  @Test
  void blocksOutliveTheProcess() {
    bob.ask("user.block", user("alice"));
    bob.ask("user.block", user("alice"));
    bob.ask("user.block", user("dave"));
    bob.ask("user.unblock", user("carol"));
    assertThat(bob.refusal("user.block", user("bob"))).isEqualTo(ErrorCode.BAD_REQUEST);
    restart();
    assertThat(bob.ask("user.blocked", data()).get("users"))
        .extracting(JsonNode::asText)
        .containsExactly("alice", "dave");
  }

  @Test
  void aMissedCallIsToldUntilItWasSeen() {
    ObjectNode invitation = invitation();
    alice.ask("call.invite", invitation);
    alice.ask("call.hangup", data().put("callId", invitation.get("callId").asText()));
    await().atMost(10, TimeUnit.SECONDS).until(() -> missed().equals(1));
    JsonNode record = bob.ask("history.list", data().put("missed", true)).at("/records/0");
    assertThat(record.get("outcome").asText()).isEqualTo("cancelled");
    bob.ask("history.seen", data().put("upTo", record.get("startedAt").asLong()));
    assertThat(missed()).isZero();
  }

  @Test
  void aRecordOutlivesTheProcessUntilItsTimeIsOver() {
    ObjectNode invitation = invitation();
    alice.ask("call.invite", invitation);
    alice.ask("call.hangup", data().put("callId", invitation.get("callId").asText()));
    await().atMost(10, TimeUnit.SECONDS).until(() -> records() == 1);
    restart();
    assertThat(records()).isOne();
    settings.put("carillon.history.retention", "PT0.001S");
    restart();
    await().atMost(10, TimeUnit.SECONDS).until(() -> records() == 0);
  }

  @Test
  void invitationsToOneUserAreCounted() {
    for (int i = 0; i < 3; i++) {
      ObjectNode invitation = invitation();
      alice.ask("call.invite", invitation);
      alice.ask("call.hangup", data().put("callId", invitation.get("callId").asText()));
    }
    assertThat(alice.refusal("call.invite", invitation())).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(alice.refusal("history.list", data().put("limit", 101)))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(alice.refusal("history.lists", data())).isEqualTo(ErrorCode.UNKNOWN_TYPE);
  }

  private void restart() {
    stop();
    start();
  }

  private int records() {
    return alice.ask("history.list", data()).get("records").size();
  }

  private Integer missed() {
    return Device.online(neighbours, "bob", "tablet").snapshot().missedCalls();
  }

  private static ObjectNode data() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode user(String user) {
    return data().put("userId", user);
  }

  private static ObjectNode invitation() {
    ObjectNode data = data().put("callId", UUID.randomUUID().toString()).put("media", "audio");
    data.putArray("to").add("bob");
    return data;
  }
}
