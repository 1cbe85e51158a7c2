package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.instance.impl.LifecycleServiceImpl;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An edge that was cut off from the others, which have dropped its sessions meanwhile, is back. */
class MergedEdgeTest {
  private static RunningEdge edge;

  private final String user = RunningEdge.newUser("alice");

  @BeforeAll
  static void start() throws IOException {
    edge = RunningEdge.with();
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
  }

  @Test
  void itsSessionsAreEnteredAgainAndToldHowTheirCallsStand() throws Exception {
    TestClient alice = edge.connect(user, "phone");
    SessionRef session = edge.calls.sessionOf(user);
    edge.calls.deliver(session, event("call.invited", "one", 2));
    alice.expect("call.invited");
    drop(session);
    edge.calls.snapshots.put(
        user, snapshot(event("call.state", "one", 5), event("call.ended", "unknown", 4)));

    merge();

    JsonNode told = alice.expect("call.state");
    assertThat(told.path("data").path("version").asLong()).isEqualTo(5);
    await()
        .atMost(10, TimeUnit.SECONDS)
        .until(
            () ->
                done(edge.calls.context().sessions().of(session.user()))
                    .withId(session.sessionId())
                    .isPresent());
    assertThat(edge.calls.changes).contains(new SessionChange.Restated(session));
    alice.ok("ping", Map.of());
    assertThat(alice.untaken())
        .noneMatch(frame -> frame.path("data").path("callId").asText().equals("unknown"));
  }

  @Test
  void aCallOfWhichNobodyKnowsAnyMoreIsOver() throws Exception {
    TestClient alice = edge.connect(user, "phone");
    SessionRef session = edge.calls.sessionOf(user);
    edge.calls.deliver(session, event("call.invited", "one", 2));
    alice.expect("call.invited");
    drop(session);

    merge();

    JsonNode ended = alice.expect("call.ended");
    assertThat(ended.path("data").path("callId").asText()).isEqualTo("one");
    assertThat(ended.path("data").path("reason").asText()).isEqualTo("connection_lost");
  }

  @Test
  void aSessionThatItsDeviceHasElsewhereIsClosed() {
    TestClient alice = edge.connect(user, "phone");
    SessionRef here = edge.calls.sessionOf(user);
    SessionRef elsewhere =
        new SessionRef(
            here.app(), here.userId(), here.deviceId(), "newer", "presence.deliver.n9.0");
    done(edge.calls.context().sessions().register(elsewhere));

    merge();

    assertThat(alice.closeCode()).isEqualTo(4409);
    assertThat(done(edge.calls.context().sessions().of(here.user())).sessions())
        .containsExactly(elsewhere);
  }

  private static void drop(SessionRef session) {
    done(edge.calls.context().sessions().remove(session));
  }

  private static void merge() {
    ((LifecycleServiceImpl) edge.calls.context().hazelcast().getLifecycleService())
        .fireLifecycleEvent(LifecycleState.MERGED);
  }

  private static Future<SessionSnapshot> snapshot(Notice... notices) {
    return Future.succeededFuture(
        new SessionSnapshot(List.of(), List.of(), null, List.of(notices)));
  }

  private static Notice event(String type, String callId, long version) {
    return new Notice(
        type, new RawJson("{\"callId\":\"" + callId + "\",\"version\":" + version + "}"));
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
