package io.carillon.faults.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.faults.log.Entry;
import io.carillon.faults.log.Journal;
import io.carillon.faults.log.LoadClock;
import io.carillon.faults.log.View;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final JsonObject EMPTY = new JsonObject();
  private static final Client.Listener NOBODY =
      new Client.Listener() {
        @Override
        public void event(String type, JsonObject data) {}

        @Override
        public void snapshot(List<View> calls) {}
      };

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Journal journal = new Journal("alice", "phone");

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aRequestThatIsPutOffIsSentAgainUnderItsId() throws Exception {
    FakeEdge edge =
        new FakeEdge(
            vertx,
            (at, request) -> {
              if (at.received("call.hangup").size() < 3) {
                at.refuse(request, "unavailable", true);
              } else {
                at.ok(request, EMPTY);
              }
            });

    ask(List.of(edge)).get(20, TimeUnit.SECONDS);

    assertThat(edge.received("call.hangup")).hasSize(3).containsOnly(first(edge));
    assertThat(journal.log().entries()).filteredOn(Entry.PutOff.class::isInstance).hasSize(2);
  }

  @Test
  void aRequestThatIsRefusedForGoodIsNotSentAgain() throws Exception {
    FakeEdge edge = new FakeEdge(vertx, (at, request) -> at.refuse(request, "call_ended", false));
    var reply = ask(List.of(edge));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> reply.get(20, TimeUnit.SECONDS))
        .withCauseInstanceOf(RefusedException.class)
        .withMessageContaining("call_ended");
    assertThat(edge.received("call.hangup")).hasSize(1);
  }

  @Test
  void whereAnEdgeDiesTheSessionIsResumedAtAnotherAndTheRequestSentAgain() throws Exception {
    AtomicBoolean died = new AtomicBoolean();
    FakeEdge.Desk desk =
        (at, request) -> {
          if (died.compareAndSet(false, true)) {
            at.die();
          } else {
            at.ok(request, EMPTY);
          }
        };
    List<FakeEdge> edges = List.of(new FakeEdge(vertx, desk), new FakeEdge(vertx, desk));

    ask(edges).get(20, TimeUnit.SECONDS);

    assertThat(first(edges.getFirst())).isEqualTo(first(edges.getLast()));
    assertThat(edges)
        .flatExtracting(edge -> edge.received("hello"))
        .extracting(hello -> hello.getJsonObject("data").getJsonObject("resume"))
        .containsExactlyInAnyOrder(null, new JsonObject().put("token", "t1").put("lastSeq", 0));
  }

  private static JsonObject first(FakeEdge edge) {
    return edge.received("call.hangup").getFirst();
  }

  /** Connects a client to one of the edges, and has it ask something. */
  private CompletableFuture<JsonObject> ask(List<FakeEdge> edges) {
    Promise<JsonObject> reply = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            go -> {
              Client client =
                  new Client(
                      vertx,
                      vertx.createWebSocketClient(),
                      new Edges(edges.stream().map(FakeEdge::address).toList()),
                      new LoadClock(),
                      new Random(1),
                      journal,
                      "phone",
                      "token");
              client.start(NOBODY);
              Future<JsonObject> asked =
                  client.request("call.hangup", new JsonObject().put("callId", "c1"));
              asked.onComplete(reply);
            });
    return reply.future().toCompletionStage().toCompletableFuture();
  }
}
