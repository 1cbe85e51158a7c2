package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.ErrorCode;
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

/** Groups, rooms, crossing invitations and hand-over, as edges and clients see call-service. */
class GroupServiceTest {
  private static FakeNeighbours neighbours;
  private static Node node;

  private String family;
  private Device alice;
  private Device bob;
  private Device carol;

  @BeforeAll
  static void start(@TempDir Path data) {
    neighbours = new FakeNeighbours();
    List<CarillonService> services = new ArrayList<>(neighbours.services());
    services.add(new CallService());
    Map<String, String> settings =
        Map.of("carillon.admin-port", "0", "carillon.data", data.toString());
    node = Node.start(Settings.load(settings, Map.of(), null), services);
  }

  @AfterAll
  static void stop() {
    node.drain();
    node.close();
  }

  @BeforeEach
  void newUsers() {
    family = UUID.randomUUID().toString().substring(0, 8);
    alice = online("alice", "laptop");
    bob = online("bob", "phone");
    carol = online("carol", "desk");
  }

  @Test
  void aGroupRingsAndEndsWithTheLast() {
    JsonNode call = alice.ask("call.invite", group("bob", "carol"));
    String id = call.get("callId").asText();
    assertThat(call.get("group").asBoolean()).isTrue();
    bob.ask("call.accept", about(id));
    assertThat(alice.hears("call.accepted").get("userId").asText()).isEqualTo(name("bob"));
    carol.ask("call.reject", about(id));
    assertThat(bob.hears("call.partyLeft").get("reason").asText()).isEqualTo("declined");
    alice.ask("call.hangup", about(id));
    assertThat(bob.ask("call.list", JsonNodeFactory.instance.objectNode()).get("calls")).hasSize(1);
    bob.ask("call.hangup", about(id));
    assertThat(bob.hears("call.ended").get("reason").asText()).isEqualTo("hangup");
    assertThat(bob.ask("call.get", about(id)).get("state").asText()).isEqualTo("ended");
  }

  @Test
  void aThirdIsAddedToACallBetweenTwo() {
    String id = alice.ask("call.invite", to("bob")).get("callId").asText();
    bob.ask("call.accept", about(id));
    ObjectNode add = about(id);
    add.putArray("to").add(name("carol"));
    JsonNode grown = alice.ask("call.add", add);
    assertThat(grown.get("parties")).hasSize(3);
    assertThat(carol.hears("call.invited").at("/call/state").asText()).isEqualTo("active");
    assertThat(bob.hears("call.state").at("/call/parties")).hasSize(3);
    carol.ask("call.accept", about(id));
    assertThat(bob.hears("call.partyJoined").get("deviceId").asText()).isEqualTo("desk");
  }

  @Test
  void aRoomOpensAndClosesAndOpensAnew() {
    ObjectNode closed = room(false);
    assertThat(alice.refusal("call.join", closed)).isEqualTo(ErrorCode.CALL_NOT_FOUND);
    JsonNode opened = alice.ask("call.join", room(true));
    String id = opened.get("callId").asText();
    assertThat(opened.get("state").asText()).isEqualTo("active");
    JsonNode joined = bob.ask("call.join", room(false));
    assertThat(joined.get("callId").asText()).isEqualTo(id);
    assertThat(joined.get("parties")).hasSize(2);
    assertThat(alice.hears("call.partyJoined").get("userId").asText()).isEqualTo(name("bob"));
    assertThat(carol.ask("call.join", about(id)).get("parties")).hasSize(3);
    bob.drop();
    assertThat(alice.hears("call.partyReconnecting").get("userId").asText()).isEqualTo(name("bob"));
    bob.bye();
    alice.ask("call.hangup", about(id));
    carol.ask("call.hangup", about(id));
    assertThat(alice.refusal("call.join", closed)).isEqualTo(ErrorCode.CALL_NOT_FOUND);
    assertThat(alice.ask("call.join", room(true)).get("callId").asText()).isNotEqualTo(id);
  }

  @Test
  void ofManyWhoOpenARoomAtOnceAllAreInOne() {
    var replies =
        List.of(alice, bob, carol).stream()
            .map(device -> device.asks("call.join", room(true)))
            .toList();
    assertThat(replies)
        .extracting(
            reply ->
                Device.data(reply.toCompletionStage().toCompletableFuture().join())
                    .get("callId")
                    .asText())
        .hasSize(3)
        .containsOnly(alice.ask("call.join", room(false)).get("callId").asText());
  }

  @Test
  void whoIsInARoomIsBusy() {
    bob.ask("call.join", room(true));
    JsonNode call = alice.ask("call.invite", to("bob"));
    assertThat(call.at("/end/reason").asText()).isEqualTo("busy");
  }

  @Test
  void twoWhoCallEachOtherAreConnected() {
    for (int i = 0; i < 20; i++) {
      ObjectNode fromAlice = to("bob");
      ObjectNode fromBob = to("alice");
      var one = alice.asks("call.invite", fromAlice);
      var other = bob.asks("call.invite", fromBob);
      JsonNode seenByAlice = Device.data(one.toCompletionStage().toCompletableFuture().join());
      JsonNode seenByBob = Device.data(other.toCompletionStage().toCompletableFuture().join());
      List<String> ids = List.of(fromAlice.get("callId").asText(), fromBob.get("callId").asText());
      String survivor = ids.stream().sorted().findFirst().orElseThrow();
      String loser = ids.stream().sorted().toList().getLast();
      JsonNode call = alice.ask("call.get", about(survivor));
      assertThat(call.get("state").asText()).isEqualTo("active");
      assertThat(alice.ask("call.get", about(loser)).at("/end/reason").asText())
          .isEqualTo("replaced");
      assertThat(List.of(seenByAlice, seenByBob))
          .extracting(view -> view.get("callId").asText())
          .contains(survivor);
      JsonNode again =
          survivor.equals(ids.getFirst())
              ? bob.ask("call.invite", fromBob)
              : alice.ask("call.invite", fromAlice);
      assertThat(again.get("callId").asText()).isEqualTo(survivor);
      alice.ask("call.hangup", about(survivor));
    }
  }

  @Test
  void oneWhoCallsAgainFromTheSameDeviceRingsAnew() {
    String before = alice.ask("call.invite", to("bob")).get("callId").asText();
    bob.ask("call.accept", about(before));
    JsonNode again = alice.ask("call.invite", to("bob"));
    assertThat(again.get("state").asText()).isEqualTo("ringing");
    assertThat(bob.hears("call.ended").get("reason").asText()).isEqualTo("replaced");
    Device other = online("alice", "tablet");
    assertThat(other.ask("call.invite", to("bob")).at("/end/reason").asText()).isEqualTo("busy");
  }

  @Test
  void aPartMovesToAnotherDevice() {
    Device tablet = online("alice", "tablet");
    String id = alice.ask("call.invite", to("bob")).get("callId").asText();
    bob.ask("call.accept", about(id));
    assertThat(alice.refusal("call.transfer", about(id).put("toDevice", "watch")))
        .isEqualTo(ErrorCode.INVALID_STATE);
    alice.ask("call.transfer", about(id).put("toDevice", "tablet"));
    tablet.hears("call.transferred");
    tablet.ask("call.accept", about(id));
    assertThat(bob.hears("call.partyJoined").get("replaces").asText()).isEqualTo("laptop");
    assertThat(alice.hears("call.handledElsewhere").get("deviceId").asText()).isEqualTo("tablet");
    tablet.ask("call.hangup", about(id));
    assertThat(bob.hears("call.ended").get("reason").asText()).isEqualTo("hangup");
  }

  private Device online(String user, String device) {
    return Device.online(neighbours, name(user), device);
  }

  private String name(String user) {
    return user + '-' + family;
  }

  private static ObjectNode about(String callId) {
    return JsonNodeFactory.instance.objectNode().put("callId", callId);
  }

  private ObjectNode to(String... users) {
    ObjectNode data = about(UUID.randomUUID().toString()).put("media", "audio");
    List.of(users).forEach(user -> data.withArray("to").add(name(user)));
    return data;
  }

  private ObjectNode group(String... users) {
    return to(users).put("group", true);
  }

  private ObjectNode room(boolean create) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    return data.put("room", "lobby-" + family).put("media", "audio").put("create", create);
  }
}
