package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are carried out when the fail-over is done with the session that gave them. */
class RollCallTest {
  private static FakeNeighbours neighbours;
  private static Node node;

  private String alice;
  private String bob;
  private String callId;

  @BeforeAll
  static void start(@TempDir Path data) {
    neighbours = new FakeNeighbours();
    List<CarillonService> services = new ArrayList<>(neighbours.services());
    services.add(new CallService());
    node =
        Node.start(
            Settings.load(
                Map.of(
                    "carillon.admin-port", "0",
                    "carillon.data", data.toString(),
                    "carillon.call.reconnect-grace", "500ms",
                    "carillon.call.sweep-interval", "20ms"),
                Map.of(),
                null),
            services);
  }

  @AfterAll
  static void stop() {
    node.drain();
    node.close();
  }

  @BeforeEach
  void newUsers() {
    String family = UUID.randomUUID().toString().substring(0, 8);
    alice = "alice-" + family;
    bob = "bob-" + family;
    callId = UUID.randomUUID().toString();
  }

  @Test
  void aCallWhoseCallerIsGoneBeforeItIsMadeEndsAfterTheGrace() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.vanish();

    caller.ask("call.invite", invitation(bob));

    assertThat(callee.hears("call.ended").get("reason").asText()).isEqualTo("connection_lost");
  }

  @Test
  void aCallThatIsAnsweredByADeviceThatIsGoneEndsAfterTheGrace() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.ask("call.invite", invitation(bob));
    callee.vanish();

    callee.ask("call.accept", about());

    assertThat(caller.hears("call.partyReconnecting").get("userId").asText()).isEqualTo(bob);
    assertThat(caller.hears("call.ended").get("reason").asText()).isEqualTo("connection_lost");
  }

  @Test
  void oneWhoIsGoneBeforeTheRoomOpensLeavesIt() {
    Device first = online(alice, "laptop");
    first.vanish();
    ObjectNode room = JsonNodeFactory.instance.objectNode();
    room.put("room", "room-" + alice).put("media", "video").put("create", true);

    callId = first.ask("call.join", room).get("callId").asText();
    Device second = online(bob, "phone");
    second.ask("call.join", about());

    assertThat(second.hears("call.partyLeft").get("reason").asText()).isEqualTo("connection_lost");
  }

  @Test
  void aNewSessionOfTheCallersDeviceTakesTheCallOver() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    Device reloaded = online(alice, "laptop");
    assertThat(reloaded.snapshot().calls()).isEmpty();

    caller.ask("call.invite", invitation(bob));

    JsonNode known = reloaded.hears("call.state").get("call");
    assertThat(known.get("callId").asText()).isEqualTo(callId);
    callee.ask("call.accept", about());
    assertThat(reloaded.hears("call.accepted").get("userId").asText()).isEqualTo(bob);
  }

  @Test
  void aSessionThatWentToAnotherEdgeIsReachedThere() {
    Device caller = online(alice, "laptop");
    Device callee = online(bob, "phone");
    caller.move("another-edge");

    caller.ask("call.invite", invitation(bob));
    callee.ask("call.accept", about());

    assertThat(neighbours.mediaSessions)
        .filteredOn(session -> session.callId().equals(callId))
        .last()
        .satisfies(
            session ->
                assertThat(session.endpoints().getFirst().session().node())
                    .isEqualTo("another-edge"));
  }

  private Device online(String userId, String deviceId) {
    return Device.online(neighbours, userId, deviceId);
  }

  private ObjectNode about() {
    return JsonNodeFactory.instance.objectNode().put("callId", callId);
  }

  private ObjectNode invitation(String to) {
    ObjectNode data = about().put("media", "video");
    data.putArray("to").add(to);
    return data;
  }
}
