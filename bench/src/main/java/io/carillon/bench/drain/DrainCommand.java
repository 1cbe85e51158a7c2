package io.carillon.bench.drain;

import io.carillon.bench.load.TokenSigner;
import io.carillon.bench.process.FileLimit;
import io.carillon.bench.process.ServerException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Drains an edge of a cluster on this machine that has many clients, who all go to the other edge,
 * and says how long that took and what was lost.
 */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures how soon the clients of an edge that is drained are on another one.")
public final class DrainCommand implements Callable<Integer> {
  private static final int OTHER_FILES = 500;
  private static final int SIGNING_IN_AT_A_TIME = 128;
  private static final Duration SIGN_IN_PATIENCE = Duration.ofMinutes(1);
  private static final Duration DRAIN_PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MS = 20;

  @Option(names = "--sockets", defaultValue = "10000", description = "clients (${DEFAULT-VALUE})")
  private int sockets;

  @Option(
      names = "--nodes",
      defaultValue = "1",
      description = "nodes that hold calls (${DEFAULT-VALUE})")
  private int callNodes;

  @Option(
      names = "--settle",
      defaultValue = "10",
      description = "seconds between the last sign-in and the drain (${DEFAULT-VALUE})")
  private long settleSeconds;

  @Option(
      names = "--server-dir",
      defaultValue = ".",
      description = "the folder with the script carillon (${DEFAULT-VALUE})")
  private Path directory;

  @Spec private CommandSpec spec;

  private DrainCommand() {}

  /** Exits with 0 if it was measured, 1 if not. */
  @Override
  public Integer call() throws InterruptedException {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    try {
      // The edge closes a socket at about the time when its client opens the next one.
      FileLimit.requireHere(sockets + sockets / 2L + OTHER_FILES, "--sockets");
      spec.commandLine().getOut().println(measure(vertx));
      return 0;
    } catch (ServerException | IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    } finally {
      vertx.close().await();
    }
  }

  private String measure(Vertx vertx) throws ServerException, IOException, InterruptedException {
    Path data = Files.createTempDirectory("carillon-drain-");
    say("data and logs are in " + data);
    // All clients have one address.
    Map<String, String> settings = Map.of("CARILLON_EDGE_HELLOS_PER_SECOND", "1000000");
    try (LocalCluster cluster = LocalCluster.up(directory, data, callNodes, freePort(), settings)) {
      List<LocalCluster.Edge> edges = cluster.edges();
      Migration migration = new Migration(sockets);
      signIn(vertx, TokenSigner.fromFile(cluster.secret()), migration, edges);
      say(sockets + " clients are signed in");
      TimeUnit.SECONDS.sleep(settleSeconds);
      return drain(edges.getFirst(), migration);
    }
  }

  private void signIn(
      Vertx vertx, TokenSigner tokens, Migration migration, List<LocalCluster.Edge> edges)
      throws ServerException, InterruptedException {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));
    int home = edges.getFirst().port();
    int away = edges.getLast().port();
    Semaphore free = new Semaphore(SIGNING_IN_AT_A_TIME);
    AtomicReference<Throwable> refused = new AtomicReference<>();
    for (int i = 0; i < sockets && refused.get() == null; i++) {
      String token = tokens.tokenFor("nomad-" + i);
      acquire(free, 1);
      vertx.runOnContext(
          turn -> {
            Future<Void> settled = Nomad.settle(vertx, client, token, migration, home, away);
            settled.onFailure(refused::set).onComplete(done -> free.release());
          });
    }
    acquire(free, SIGNING_IN_AT_A_TIME);
    if (refused.get() != null) {
      throw new ServerException("a client could not sign in: " + refused.get().getMessage());
    }
  }

  private static void acquire(Semaphore free, int permits)
      throws ServerException, InterruptedException {
    if (!free.tryAcquire(permits, SIGN_IN_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new ServerException("the edge lets clients wait for " + SIGN_IN_PATIENCE);
    }
  }

  private static String drain(LocalCluster.Edge edge, Migration migration)
      throws ServerException, InterruptedException {
    ProcessHandle process =
        ProcessHandle.of(edge.pid())
            .orElseThrow(() -> new ServerException(edge.name() + " has ended by itself"));
    long begun = System.nanoTime();
    long ended = 0;
    migration.begin();
    process.destroy();
    while ((ended == 0 || !migration.isOver())
        && System.nanoTime() - begun < DRAIN_PATIENCE.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      if (ended == 0 && !process.isAlive()) {
        ended = System.nanoTime();
      }
    }
    if (ended == 0) {
      throw new ServerException(edge.name() + " did not end within " + DRAIN_PATIENCE);
    }
    return migration.describe(Duration.ofNanos(ended - begun));
  }

  private void say(String what) {
    spec.commandLine().getErr().println(what);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
