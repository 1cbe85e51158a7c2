package io.carillon.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The balancer before two edges that are as ready as a test says. */
class BalancerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int READY = 200;
  private static final int UNREADY = 503;

  /** It takes requests and never answers, as a process does that is stopped. */
  private static final int HANGS = 0;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  /** Held on to: one that is garbage closes its connections. */
  private final NetClient client = vertx.createNetClient();

  private final FakeEdge first = new FakeEdge("edge-1");
  private final FakeEdge second = new FakeEdge("edge-2");
  private final NetServer balancer =
      new Balancer(vertx, List.of(first.node(), second.node())).listen(0).await();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void connectionsAreSharedByTheEdgesThatAreReady() {
    awaitAnswers("edge-1", "edge-2");

    second.status.set(UNREADY);

    await().atMost(PATIENCE).until(() -> answers(4).stream().allMatch("edge-1"::equals));
  }

  @Test
  void anEdgeThatDrainsKeepsItsConnections() {
    awaitAnswers("edge-1", "edge-2");
    first.status.set(UNREADY);
    await().atMost(PATIENCE).until(() -> answers(4).stream().allMatch("edge-2"::equals));

    NetSocket kept = connect().await();
    assertThat(answer(kept).await()).isEqualTo("edge-2");
    second.status.set(UNREADY);
    first.status.set(READY);
    await().atMost(PATIENCE).until(() -> answers(4).stream().allMatch("edge-1"::equals));

    assertThat(answer(kept).await()).isEqualTo("edge-2");
  }

  @Test
  void connectionsOfAnEdgeThatIsSilentAreCut() {
    awaitAnswers("edge-1", "edge-2");
    first.status.set(UNREADY);
    await().atMost(PATIENCE).until(() -> answers(4).stream().allMatch("edge-2"::equals));
    NetSocket lost = connect().await();
    assertThat(answer(lost).await()).isEqualTo("edge-2");
    Future<Void> end = Future.future(closed -> lost.closeHandler(closed::complete));

    second.admin.close().await();

    await().atMost(PATIENCE).until(end::isComplete);
  }

  @Test
  void connectionsOfAnEdgeThatHangsAreCut() {
    awaitAnswers("edge-1", "edge-2");
    first.status.set(UNREADY);
    await().atMost(PATIENCE).until(() -> answers(4).stream().allMatch("edge-2"::equals));
    NetSocket lost = connect().await();
    assertThat(answer(lost).await()).isEqualTo("edge-2");
    Future<Void> end = Future.future(closed -> lost.closeHandler(closed::complete));

    second.status.set(HANGS);

    await().atMost(PATIENCE).until(end::isComplete);
  }

  private void awaitAnswers(String... edges) {
    await().atMost(PATIENCE).until(() -> answers(4).containsAll(List.of(edges)));
  }

  /** Who answers that many connections, which are open at the same time. */
  private List<String> answers(int connections) {
    List<NetSocket> sockets =
        Stream.generate(this::connect).limit(connections).map(socket -> socket.await()).toList();
    List<String> answers = sockets.stream().map(socket -> answer(socket).await()).toList();
    sockets.forEach(NetSocket::close);
    return answers;
  }

  private Future<NetSocket> connect() {
    return client.connect(balancer.actualPort(), "127.0.0.1");
  }

  /** Nobody, where the balancer cuts the connection instead. */
  private static Future<String> answer(NetSocket socket) {
    return Future.future(
        answer -> {
          socket.handler(name -> answer.tryComplete(name.toString()));
          socket.closeHandler(closed -> answer.tryComplete("nobody"));
          socket.write("who").onFailure(closed -> answer.tryComplete("nobody"));
        });
  }

  /** Says its name to whoever asks. */
  private final class FakeEdge {
    private final AtomicInteger status = new AtomicInteger(READY);
    private final String name;
    private final NetServer clients;
    private final HttpServer admin;

    FakeEdge(String name) {
      this.name = name;
      this.clients =
          vertx
              .createNetServer()
              .connectHandler(socket -> socket.handler(question -> socket.write(name)))
              .listen(0, "127.0.0.1")
              .await();
      this.admin =
          vertx
              .createHttpServer()
              .requestHandler(
                  request -> {
                    if (status.get() != HANGS) {
                      request.response().setStatusCode(status.get()).end();
                    }
                  })
              .listen(0, "127.0.0.1")
              .await();
    }

    Plan.Node node() {
      return new Plan.Node(
          name, List.of("presence"), clients.actualPort(), admin.actualPort(), null);
    }
  }
}
