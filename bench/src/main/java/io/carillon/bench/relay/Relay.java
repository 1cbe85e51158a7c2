package io.carillon.bench.relay;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The bare relay as a process of its own. Prints {@code ready …} when it listens. */
@Command(name = "relay", description = "A bare WebSocket relay, the yardstick of the comparison.")
public final class Relay implements Callable<Integer> {

  @Option(names = "--port", required = true, description = "port on 127.0.0.1")
  private int port;

  @Option(names = "--event-loops", defaultValue = "1", description = "event loops that serve it")
  private int eventLoops;

  private Relay() {}

  /** Runs until the process is told to end. */
  public static void main(String[] args) {
    int exitCode = new CommandLine(new Relay()).execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws Exception {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops));
    if (!vertx.isNativeTransportEnabled()) {
      System.err.println("epoll is not available: " + vertx.unavailableNativeTransportCause());
      return 1;
    }
    ConcurrentMap<String, ServerWebSocket> sockets = new ConcurrentHashMap<>();
    for (int i = 0; i < eventLoops; i++) {
      vertx.deployVerticle(new RelayVerticle(port, sockets)).await(30, TimeUnit.SECONDS);
    }
    System.out.println("ready http://localhost:" + port);
    return 0;
  }
}
