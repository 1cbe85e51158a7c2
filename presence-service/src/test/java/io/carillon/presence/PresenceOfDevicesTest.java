package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.LineState;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.contract.WebhookEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is seen of a user with several devices, some of which nobody attends. */
class PresenceOfDevicesTest {
  private static RunningEdge edge;

  private final String user = RunningEdge.newUser("bob");
  private final TestClient watcher = edge.connect(RunningEdge.newUser("watcher"), "phone");
  private final TestClient phone = edge.connect(user, "phone");
  private final TestClient tablet = edge.connect(user, "tablet");

  @BeforeAll
  static void start() throws IOException {
    edge = RunningEdge.with("carillon.presence.offline-grace", "1s");
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
  }

  @Test
  void aUserIsAwayWhenNobodyAttendsAnyDevice() {
    assertThat(subscribe()).isEqualTo("online");

    idle(phone, true);
    idle(tablet, true);
    assertThat(changed()).isEqualTo("away");

    idle(phone, false);
    assertThat(changed()).isEqualTo("online");
  }

  @Test
  void whichDevicesFallIdleAtTheSameMomentDoesNotMatter() {
    subscribe();

    List<TestClient> devices = List.of(phone, tablet, edge.connect(user, "desk"));
    devices.forEach(device -> device.send("presence.set", Map.of("idle", true)));
    assertThat(changed()).isEqualTo("away");
    devices.forEach(device -> device.send("presence.set", Map.of("idle", false)));

    assertThat(changed()).isEqualTo("online");
  }

  @Test
  void theDeviceThatWasAttendedLeaves() {
    subscribe();
    idle(tablet, true);

    phone.ok("bye", Map.of());

    assertThat(changed()).isEqualTo("away");
  }

  @Test
  void aDeviceThatDroppedIsAttendedUntilItsGraceIsOver() {
    subscribe();
    idle(tablet, true);

    phone.drop();

    assertThat(changed()).isEqualTo("away");
    tablet.ok("bye", Map.of());
    assertThat(changed()).isEqualTo("offline");
  }

  @Test
  void aNewDeviceIsAttended() {
    idle(phone, true);
    idle(tablet, true);
    assertThat(subscribe()).isEqualTo("away");

    edge.connect(user, "desk");

    assertThat(changed()).isEqualTo("online");
  }

  @Test
  void aDeviceThatComesBackIsAttended() {
    idle(phone, true);
    idle(tablet, true);
    assertThat(subscribe()).isEqualTo("away");
    phone.drop();

    TestClient next = edge.open();
    next.expect("welcome");
    assertThat(next.resume(edge.token(user), "phone", phone, 0).path("resumed").asBoolean())
        .isTrue();

    assertThat(changed()).isEqualTo("online");
  }

  @Test
  void idlenessIsNotSeenBehindWhatTheUserChoseOrACall() throws Exception {
    subscribe();
    phone.ok("presence.set", Map.of("status", "dnd"));
    assertThat(changed()).isEqualTo("dnd");
    idle(phone, true);
    idle(tablet, true);
    assertThat(seen()).isEqualTo("dnd");
    line(true);
    phone.ok("presence.set", Map.of("status", "online"));
    assertThat(changed()).isEqualTo("in_call");
    line(false);

    assertThat(changed()).isEqualTo("away");
  }

  @Test
  void idlenessAndCallWaitingLeaveStatusAndTextAlone() {
    phone.ok("presence.set", Map.of("status", "dnd", "text", "asleep"));

    phone.ok("presence.set", Map.of("callWaiting", true, "text", "ignored"));
    idle(tablet, true);

    JsonNode entry = look();
    assertThat(entry.path("status").asText()).isEqualTo("dnd");
    assertThat(entry.path("text").asText()).isEqualTo("asleep");
  }

  @Test
  void theLastOfTwoDevicesToSetAStatusWins() {
    phone.ok("presence.set", Map.of("status", "away"));
    tablet.ok("presence.set", Map.of("status", "dnd"));

    assertThat(seen()).isEqualTo("dnd");
  }

  @Test
  void aUserWasLastActiveWhenTheLastDeviceWas() {
    phone.drop();
    await().until(() -> edge.calls.changesOf(user).contains("Lost"));
    long before = System.currentTimeMillis();
    tablet.ok("bye", Map.of());

    await().until(() -> seen().equals("offline"));
    assertThat(look().path("lastActiveAt").asLong()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void anInvisibleUserComesAndGoesUnseen() {
    phone.ok("presence.set", Map.of("status", "invisible", "text", "hidden"));
    assertThat(subscribe()).isEqualTo("offline");
    String other = RunningEdge.newUser("other");
    watcher.ok("presence.subscribe", Map.of("users", List.of(other)));

    phone.ok("bye", Map.of());
    tablet.ok("bye", Map.of());
    edge.connect(user, "phone").ok("presence.set", Map.of("idle", true));
    edge.connect(other, "phone");

    JsonNode users = watcher.expect("presence.changed").path("data").path("users");
    assertThat(users).hasSize(1);
    assertThat(users.path(0).path("userId").asText()).isEqualTo(other);
    assertThat(look().size()).isEqualTo(2);
  }

  @Test
  void theAppHearsOnceThatAUserCameAndOnceThatTheUserWent() {
    await().until(() -> edge.calls.webhooksOf(user).size() == 1);

    phone.ok("bye", Map.of());
    tablet.ok("bye", Map.of());
    await().until(() -> edge.calls.webhooksOf(user).size() == 2);
    edge.connect(user, "phone");
    await().until(() -> edge.calls.webhooksOf(user).size() == 3);

    List<WebhookEvent> events = edge.calls.webhooksOf(user);
    assertThat(events)
        .extracting(WebhookEvent::type)
        .containsExactly("user.online", "user.offline", "user.online");
    assertThat(events).extracting(WebhookEvent::id).doesNotHaveDuplicates();
    assertThat(events).extracting(WebhookEvent::app).containsOnly("default");
    assertThat(events).extracting(WebhookEvent::at).isSorted();
  }

  private static void idle(TestClient device, boolean idle) {
    device.ok("presence.set", Map.of("idle", idle));
  }

  private String subscribe() {
    return watcher
        .ok("presence.subscribe", Map.of("users", List.of(user)))
        .path("users")
        .path(0)
        .path("status")
        .asText();
  }

  private JsonNode look() {
    return watcher.ok("presence.get", Map.of("users", List.of(user))).path("users").path(0);
  }

  private String seen() {
    return look().path("status").asText();
  }

  private String changed() {
    return watcher
        .expect("presence.changed")
        .path("data")
        .path("users")
        .path(0)
        .path("status")
        .asText();
  }

  private void line(boolean inCall) throws Exception {
    var context = edge.calls.context();
    context
        .bus()
        .ask(
            Contract.PRESENCE_LINE,
            context.placement().addressOf(Contract.PRESENCE_LINE, "default/" + user),
            new LineState(new UserRef("default", user), inCall))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
