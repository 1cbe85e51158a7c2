package io.carillon.standalone.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Comparator;
import java.util.List;

/**
 * Gives each connection to the ready edge that has the fewest. A connection stays where it is while
 * its edge drains, and is cut when its edge no longer answers, so that the client finds another.
 *
 * <p>Confined to a Vert.x with one event loop.
 */
final class Balancer {
  private static final int CONNECT_TIMEOUT_MS = 2000;

  private final Vertx vertx;
  private final List<Edge> edges;
  private final NetClient client;

  Balancer(Vertx vertx, List<Plan.Node> edges) {
    this.vertx = vertx;
    this.edges = edges.stream().map(node -> new Edge(vertx, node)).toList();
    this.client =
        vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS));
  }

  /** Listens on the loopback address; fails if the port is taken. */
  Future<NetServer> listen(int port) {
    edges.forEach(Edge::watch);
    return vertx
        .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(port))
        .connectHandler(this::accept)
        .listen();
  }

  private void accept(NetSocket socket) {
    socket.pause();
    connect(
        socket,
        edges.stream()
            .filter(Edge::isReady)
            .sorted(Comparator.comparingInt(Edge::connections))
            .toList());
  }

  private void connect(NetSocket socket, List<Edge> candidates) {
    if (candidates.isEmpty()) {
      socket.close();
      return;
    }
    Edge edge = candidates.getFirst();
    client
        .connect(edge.port(), "127.0.0.1")
        .onSuccess(onward -> join(edge, socket, onward))
        .onFailure(refused -> connect(socket, candidates.subList(1, candidates.size())));
  }

  private static void join(Edge edge, NetSocket socket, NetSocket onward) {
    edge.add(onward);
    onward.closeHandler(
        closed -> {
          edge.remove(onward);
          socket.close();
        });
    socket.pipeTo(onward);
    onward.pipeTo(socket);
  }
}
