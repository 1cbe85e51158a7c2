package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.MediaTerms;
import io.carillon.call.core.Reach;
import io.carillon.call.store.Calls;
import io.carillon.call.store.Lines;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.presence.PresenceUpdate;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an invitation makes of lines that other calls claim. */
class CallLinesTest {
  private static FakeNeighbours neighbours;
  private static Node node;
  private static Lines lines;

  private UserRef alice;
  private UserRef bob;
  private String callId;

  @BeforeAll
  static void start(@TempDir Path data) {
    neighbours = new FakeNeighbours();
    List<CarillonService> services = new ArrayList<>(neighbours.services());
    services.add(new CallService());
    node =
        Node.start(
            Settings.load(
                Map.of("carillon.admin-port", "0", "carillon.data", data.toString()),
                Map.of(),
                null),
            services);
    lines = new Lines(neighbours.context().vertx(), neighbours.context().hazelcast());
  }

  @AfterAll
  static void stop() {
    node.drain();
    node.close();
  }

  @BeforeEach
  void newUsers() {
    String family = UUID.randomUUID().toString().substring(0, 8);
    alice = new UserRef("default", "alice-" + family);
    bob = new UserRef("default", "bob-" + family);
    callId = UUID.randomUUID().toString();
  }

  @Test
  void whoHasFiftyLiveCallsMayMakeNoOther() {
    for (UserRef caller : List.of(alice, bob)) {
      UserRef callee = caller.equals(alice) ? bob : alice;
      Device device = online(caller);
      online(callee);
      callId = UUID.randomUUID().toString();
      claim(caller, 50);

      assertThat(device.refusal("call.invite", invitation(callee)))
          .isEqualTo(ErrorCode.RATE_LIMITED);

      assertThat(done(lines.of(callee)).live()).isEmpty();
      assertThat(device.heard()).isEmpty();
      done(lines.strike(caller, "call-0"));
      JsonNode made = device.ask("call.invite", invitation(callee));
      assertThat(made.get("state").asText()).isEqualTo("ringing");
      device.ask("call.hangup", JsonNodeFactory.instance.objectNode().put("callId", callId));
      strike(caller, 50);
    }
  }

  @Test
  void whoLetsCallsWaitIsBusyWithFiftyOfThem() {
    Device caller = online(alice);
    online(bob);
    done(
        neighbours
            .context()
            .presence()
            .update(bob, PresenceUpdate.chosen(PresenceStatus.ONLINE, null, true)));
    claim(bob, 50);

    JsonNode busy = caller.ask("call.invite", invitation(bob));

    assertThat(busy.get("end").get("reason").asText()).isEqualTo("busy");
  }

  @Test
  void ofTwoWhoCallEachOtherAtOnceTheFirstOnTheLowerLineRings() {
    Device caller = online(alice);
    String other = makeCall(online(bob), alice);
    done(lines.claim(bob, other, 1));

    JsonNode rings = caller.ask("call.invite", invitation(bob));

    assertThat(rings.get("state").asText()).isEqualTo("ringing");
  }

  @Test
  void ofTwoWhoCallEachOtherAtOnceTheSecondOnTheLowerLineWaitsUntilTheFirstRings() {
    Device caller = online(alice);
    Device callee = online(bob);
    String other = makeCall(callee, alice);
    done(lines.claim(alice, other, 1));
    Future<ServiceReply> reply = caller.asks("call.invite", invitation(bob));

    ring(other, alice, caller.session());

    JsonNode call = Device.data(done(reply));
    boolean otherStays = other.compareTo(callId) < 0;
    assertThat(call.get("callId").asText()).isEqualTo(otherStays ? other : callId);
    assertThat(call.get("state").asText()).isEqualTo("active");
    assertThat(callee.heard()).contains("call.accepted");
  }

  /** A call that is stored and has no line yet. */
  private static String makeCall(Device from, UserRef to) {
    String id = UUID.randomUUID().toString();
    step(
        id,
        new CallCommand.Create(
            from.session(),
            id,
            List.of(to.userId()),
            MediaKind.AUDIO,
            false,
            null,
            60_000,
            null,
            null,
            null,
            now()));
    return id;
  }

  private static void ring(String id, UserRef callee, SessionRef session) {
    Reach reach = Reach.free(callee.userId(), List.of(session), false);
    step(id, new CallCommand.Prepared(List.of(reach), now()));
  }

  private static void step(String id, CallCommand command) {
    done(
        new Calls(neighbours.context().vertx(), neighbours.context().hazelcast())
            .step(CallKey.of("default", id), command, MediaTerms.WITHOUT_BRIDGES));
  }

  private static long now() {
    return neighbours.context().clock().millis();
  }

  private static void claim(UserRef user, int calls) {
    for (int i = 0; i < calls; i++) {
      done(lines.claim(user, "call-" + i, 1));
    }
  }

  private static void strike(UserRef user, int calls) {
    for (int i = 0; i < calls; i++) {
      done(lines.strike(user, "call-" + i));
    }
  }

  private static Device online(UserRef user) {
    return Device.online(neighbours, user.userId(), "phone");
  }

  private ObjectNode invitation(UserRef to) {
    ObjectNode data =
        JsonNodeFactory.instance.objectNode().put("callId", callId).put("media", "audio");
    data.putArray("to").add(to.userId());
    return data;
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
