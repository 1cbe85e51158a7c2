package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.Json;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What happens when time runs out. Each group has an edge on which only that time is short which
 * the group is about, so that a slow machine is late for nothing else.
 */
class ClockTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A client has two seconds to say hello, and the server thrice that to answer. */
  @Nested
  class Hello {
    @AutoClose private static final RunningEdge edge = edge("carillon.edge.hello-timeout", "2s");

    private final String user = RunningEdge.newUser("alice");

    @Test
    void noHelloInTimeCloses4408() {
      TestClient client = edge.open();

      assertThat(client.expect("welcome").path("data").path("helloTimeoutMs").asLong())
          .isEqualTo(2_000);
      assertThat(client.closeCode()).isEqualTo(4408);
    }

    @Test
    void aHelloThatIsBeingWorkedOnIsInTime() {
      Promise<SessionSnapshot> held = Promise.promise();
      edge.calls.snapshots.put(user, held.future());
      TestClient slow = edge.open();
      String hello = slow.send("hello", hello());
      TestClient silent = edge.open();
      assertThat(silent.closeCode()).isEqualTo(4408);

      held.complete(SessionSnapshot.EMPTY);

      assertThat(slow.reply(hello).path("type").asText()).isEqualTo("ok");
    }

    @Test
    void aHelloThatTakesTheServerTooLongIsUnavailable() {
      edge.calls.snapshots.put(user, Promise.<SessionSnapshot>promise().future());
      TestClient slow = edge.open();

      assertThat(slow.error("hello", hello())).isEqualTo("unavailable");
      assertThat(slow.closeCode()).isEqualTo(1000);
    }

    private Map<String, Object> hello() {
      return Map.of("token", edge.token(user), "device", Map.of("id", "phone"));
    }
  }

  /** A client is asked often, and has three seconds to answer. */
  @Nested
  class Pings {
    @AutoClose
    private static final RunningEdge edge =
        edge("carillon.edge.ping-interval", "200ms", "carillon.edge.pong-timeout", "3s");

    private final String user = RunningEdge.newUser("alice");

    @Test
    void theServerPingsAndWhoAnswersStays() {
      TestClient client = edge.connect(user, "phone");

      // So many take longer than a silent socket is borne with.
      await().atMost(PATIENCE).until(() -> client.pings() >= 20);

      client.ok("ping", Map.of());
      assertThat(client.session().path("pingIntervalMs").asLong()).isEqualTo(200);
    }

    @Test
    void aSilentSocketIsGivenUp() {
      TestClient deaf = TestClient.deaf(edge.webSocket());
      deaf.sendText(
          Json.encode(
              Map.of(
                  "type", "hello",
                  "id", "1",
                  "data", Map.of("token", edge.token(user), "device", Map.of("id", "phone")))));

      await().atMost(PATIENCE).until(() -> edge.calls.changesOf(user).contains("Lost"));
      deaf.drop();
    }
  }

  /** A session waits half a second for its client. */
  @Nested
  class Resume {
    @AutoClose private static final RunningEdge edge = edge("carillon.edge.resume-ttl", "500ms");

    private final String user = RunningEdge.newUser("alice");

    @Test
    void afterTheTtlThereIsNoResume() throws Exception {
      TestClient client = edge.connect(user, "phone");
      SessionRef session = edge.calls.sessionOf(user);
      client.drop();
      await()
          .atMost(PATIENCE)
          .until(() -> !edge.calls.deliver(session, FakeCalls.notice("call.ringing")));

      TestClient next = edge.open();
      next.expect("welcome");
      assertThat(next.resume(edge.token(user), "phone", client, 0).path("resumed").asBoolean())
          .isFalse();
      assertThat(
              edge.calls
                  .context()
                  .sessions()
                  .of(session.user())
                  .toCompletionStage()
                  .toCompletableFuture()
                  .get(10, TimeUnit.SECONDS)
                  .withId(session.sessionId()))
          .isEmpty();
    }

    @Test
    void aLossIsToldAfterTheRequestsThatCameBeforeIt() throws Exception {
      TestClient phone = edge.connect(user, "phone");
      SessionRef session = edge.calls.sessionOf(user);
      phone.send("call.slow", Map.of("callId", user));
      phone.send("call.echo", Map.of("callId", user));
      phone.ok("ping", Map.of());
      await().atMost(PATIENCE).until(() -> edge.calls.told(user).contains("call.slow"));

      phone.drop();
      await()
          .atMost(PATIENCE)
          .until(() -> !edge.calls.deliver(session, FakeCalls.notice("call.ringing")));
      assertThat(edge.calls.told(user)).containsExactly("Opened", "call.slow");
      edge.calls.release("{\"callId\":\"" + user + "\"}");

      await().atMost(PATIENCE).until(() -> edge.calls.told(user).contains("Lost"));
      assertThat(edge.calls.told(user)).startsWith("Opened", "call.slow", "call.echo", "Lost");
    }
  }

  /** Tokens of a few seconds, on an edge as it is by default. */
  @Nested
  class Tokens {
    @AutoClose private static final RunningEdge edge = edge();

    private final String user = RunningEdge.newUser("alice");

    @Test
    void aTokensEndIsAnnouncedAndThenCloses4401() {
      TestClient client = edge.open();
      client.expect("welcome");
      JwtClaims claims = RunningEdge.claims(user, 5_000);
      client.hello(edge.token(claims), "phone");

      JsonNode expiring = client.expect("token.expiring");

      assertThat(expiring.has("seq")).isFalse();
      assertThat(expiring.path("data").path("expiresAt").asLong()).isPositive();
      assertThat(client.closeCode()).isEqualTo(4401);
      TestClient next = edge.open();
      next.expect("welcome");
      assertThat(next.resume(edge.token(user), "phone", client, 0).path("resumed").asBoolean())
          .isTrue();
    }

    @Test
    void aRefreshedTokenIsAnnouncedAnew() {
      TestClient client = edge.open();
      client.expect("welcome");
      client.hello(edge.token(RunningEdge.claims(user, 30_000)), "phone");
      client.expect("token.expiring");

      client.ok("token.refresh", Map.of("token", edge.token(RunningEdge.claims(user, 5_000))));

      client.expect("token.expiring");
      client.ok("ping", Map.of());
      assertThat(client.closeCode()).isEqualTo(4401);
    }
  }

  /** A user counts as online for three seconds after the last drop. */
  @Nested
  class Offline {
    @AutoClose
    private static final RunningEdge edge = edge("carillon.presence.offline-grace", "3s");

    private final String user = RunningEdge.newUser("alice");

    @Test
    void aUserIsOfflineAGraceAfterTheLastDevicesDrop() {
      TestClient watcher = edge.connect(RunningEdge.newUser("watcher"), "phone");
      TestClient phone = edge.connect(user, "phone");
      TestClient tablet = edge.connect(user, "tablet");
      subscribe(watcher, user);

      phone.drop();
      tablet.ok("presence.set", Map.of("status", "away"));
      assertThat(status(watcher.expect("presence.changed"))).isEqualTo("away");
      await().atMost(PATIENCE).until(() -> edge.calls.changesOf(user).contains("Lost"));
      tablet.drop();

      JsonNode changed = watcher.expect("presence.changed");
      assertThat(status(changed)).isEqualTo("offline");
      assertThat(changed.path("data").path("users").path(0).path("lastActiveAt").asLong())
          .isPositive();
    }

    @Test
    void aDropThatIsMendedWithinTheGraceIsSeenByNobody() {
      TestClient watcher = edge.connect(RunningEdge.newUser("watcher"), "phone");
      TestClient phone = edge.connect(user, "phone");
      subscribe(watcher, user);
      String clock = RunningEdge.newUser("clock");
      TestClient other = edge.connect(clock, "phone");
      subscribe(watcher, clock);

      phone.drop();
      edge.connect(user, "phone");
      other.drop();

      JsonNode changed = watcher.expect("presence.changed");
      assertThat(changed.path("data").path("users").path(0).path("userId").asText())
          .isEqualTo(clock);
    }

    private static void subscribe(TestClient watcher, String user) {
      watcher.ok("presence.subscribe", Map.of("users", List.of(user)));
    }

    private static String status(JsonNode changed) {
      return changed.path("data").path("users").path(0).path("status").asText();
    }
  }

  private static RunningEdge edge(String... settings) {
    try {
      return RunningEdge.with(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
