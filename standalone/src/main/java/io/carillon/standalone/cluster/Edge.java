package io.carillon.standalone.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An edge as the balancer sees it, by asking its admin listener twice a second. */
final class Edge {
  private static final long INTERVAL_MS = 500;
  private static final long PATIENCE_MS = 2000;
  private static final int SILENCES_OF_THE_DEAD = 2;
  private static final int READY = 200;

  private final Vertx vertx;
  private final Plan.Node node;
  private final HttpClient client;
  private final Set<NetSocket> connections = new HashSet<>();
  private boolean ready;
  private int silences;

  Edge(Vertx vertx, Plan.Node node) {
    this.vertx = vertx;
    this.node = node;
    this.client =
        vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) PATIENCE_MS));
  }

  int port() {
    return node.port();
  }

  /** Whether it takes clients. */
  boolean isReady() {
    return ready;
  }

  int connections() {
    return connections.size();
  }

  void add(NetSocket connection) {
    connections.add(connection);
  }

  void remove(NetSocket connection) {
    connections.remove(connection);
  }

  /** Looks at it now and from now on. */
  void watch() {
    client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(node.adminPort())
                .setURI("/readyz")
                .setTimeout(PATIENCE_MS))
        .compose(request -> request.send().compose(Edge::status))
        .onSuccess(this::answered)
        .onFailure(problem -> silent())
        .onComplete(done -> vertx.setTimer(INTERVAL_MS, tick -> watch()));
  }

  private static Future<Integer> status(HttpClientResponse response) {
    return response.end().map(response.statusCode());
  }

  private void answered(int status) {
    silences = 0;
    ready = status == READY;
  }

  private void silent() {
    ready = false;
    silences++;
    if (silences >= SILENCES_OF_THE_DEAD) {
      List.copyOf(connections).forEach(NetSocket::close);
    }
  }
}
