package io.carillon.faults.cluster;

import io.carillon.faults.client.Edges;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.h2.tools.Server;

/**
 * Call nodes and edges as processes of this machine. Their database is a server in this process, so
 * that it outlives all of them. Methods block.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(100);

  /**
   * Those of the clients' addresses, which are all one, and times that a short run can wait for.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CARILLON_EDGE_HELLOS_PER_SECOND", "100000",
          "CARILLON_EDGE_PING_INTERVAL", "5s",
          "CARILLON_CALL_RING_TIMEOUT", "5s");

  private final Path folder;
  private final Network network;
  private final Map<Role, NodeProgram> programs;
  private final String tokenSecret;
  private final List<ClusterNode> nodes = new ArrayList<>();
  private final List<String> members = new ArrayList<>();
  private final Thread endsWithUs = new Thread(this::end);
  private Server database;

  private LocalCluster(
      Path folder, Network network, Map<Role, NodeProgram> programs, String tokenSecret) {
    this.folder = folder;
    this.network = network;
    this.programs = programs;
    this.tokenSecret = tokenSecret;
  }

  /**
   * Starts a cluster and waits until it is whole.
   *
   * @param folder gets data and logs
   * @param cuts whether nodes are to be cut off, which needs network namespaces
   * @param programs what the nodes run
   * @param tokenSecret the key of HS256 tokens
   * @throws IOException if something that it needs is not there
   */
  public static LocalCluster start(
      Path folder,
      boolean cuts,
      Map<Role, NodeProgram> programs,
      String tokenSecret,
      int calls,
      int edges)
      throws IOException, InterruptedException {
    Network network = cuts ? Namespaces.open() : new Loopback();
    LocalCluster cluster = new LocalCluster(folder, network, programs, tokenSecret);
    Runtime.getRuntime().addShutdownHook(cluster.endsWithUs);
    try {
      cluster.open(calls, edges);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Why nodes can't be cut off on this machine, or null if they can. */
  public static String obstacleToCuts() {
    try {
      Namespaces.open().close();
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private void open(int calls, int edges) throws IOException, InterruptedException {
    openDatabase();
    for (int i = 1; i <= calls; i++) {
      place("call-" + i);
    }
    for (int i = 1; i <= edges; i++) {
      place("edge-" + i);
    }
    for (int i = 1; i <= calls; i++) {
      members.add(network.clusterHost("call-" + i) + ':' + freePort());
    }
    for (int i = 1; i <= calls; i++) {
      nodes.add(node("call-" + i, Role.CALL, members.get(i - 1)));
    }
    for (int i = 1; i <= edges; i++) {
      String name = "edge-" + i;
      nodes.add(node(name, Role.EDGE, network.clusterHost(name) + ':' + freePort()));
    }
    // The first one makes the tables; the others would only get in its way.
    nodes.getFirst().start();
    ClusterNode first = nodes.getFirst();
    await(first, first::isReady);
    for (ClusterNode node : nodes.subList(1, nodes.size())) {
      node.start();
    }
    awaitWhole();
  }

  private void place(String node) throws IOException {
    network.add(node);
    Files.createDirectories(folder.resolve(node));
  }

  private void openDatabase() throws IOException {
    System.setProperty("h2.bindAddress", network.loadHost());
    try {
      database =
          Server.createTcpServer(
                  "-tcpPort",
                  Integer.toString(freePort()),
                  "-tcpAllowOthers",
                  "-ifNotExists",
                  "-baseDir",
                  folder.toAbsolutePath().toString())
              .start();
    } catch (SQLException e) {
      throw new IOException("the database did not start: " + e.getMessage(), e);
    }
  }

  private ClusterNode node(String name, Role role, String member) throws IOException {
    String host = network.publicHost(name);
    int port = freePort();
    int adminPort = freePort();
    Map<String, String> environment = new HashMap<>(SETTINGS);
    environment.put("CARILLON_NODE_NAME", name);
    environment.put("CARILLON_SERVICES", role.services());
    environment.put("CARILLON_CLUSTER_MEMBERS", String.join(",", members));
    environment.put("CARILLON_CLUSTER_HOST", network.clusterHost(name));
    environment.put("CARILLON_CLUSTER_PORT", member.substring(member.indexOf(':') + 1));
    environment.put("CARILLON_HOST", host);
    environment.put("CARILLON_PORT", Integer.toString(port));
    environment.put("CARILLON_ADMIN_HOST", host);
    environment.put("CARILLON_ADMIN_PORT", Integer.toString(adminPort));
    environment.put("CARILLON_DATA", folder.resolve(name).toString());
    environment.put("CARILLON_TOKEN_SECRET", tokenSecret);
    environment.put(
        "CARILLON_DATABASE_URL",
        "jdbc:h2:tcp://" + network.loadHost() + ':' + database.getPort() + "/./carillon");
    environment.put("CARILLON_DATABASE_USER", "carillon");
    List<String> command = new ArrayList<>(network.commandPrefix(name));
    command.addAll(programs.get(role).command());
    return new ClusterNode(
        name,
        role,
        command,
        environment,
        folder.resolve(name + ".log"),
        SocketAddress.inetSocketAddress(port, host),
        SocketAddress.inetSocketAddress(adminPort, host));
  }

  /** Where clients find the edges. */
  public Edges edges() {
    return new Edges(nodesOf(Role.EDGE).stream().map(ClusterNode::clients).toList());
  }

  /** The nodes that are for that. */
  public List<ClusterNode> nodesOf(Role role) {
    return nodes.stream().filter(node -> node.role() == role).toList();
  }

  /** Lets nothing through any more between that node and the others; its clients still reach it. */
  public void cut(ClusterNode node) throws IOException {
    network.cut(node.name());
  }

  /** Undoes the cut. */
  public void heal(ClusterNode node) throws IOException {
    network.heal(node.name());
  }

  /** Waits until all nodes are ready and see each other. */
  public void awaitWhole() throws InterruptedException {
    long data = nodesOf(Role.CALL).size();
    long lite = nodesOf(Role.EDGE).size();
    for (ClusterNode node : nodes) {
      await(node, () -> node.isReady() && node.sees(data, lite));
    }
  }

  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private static void await(ClusterNode node, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      node.requireAlive();
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            node.name() + " was not ready, or did not see all others, within " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(endsWithUs);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook does the rest.
      return;
    }
    end();
  }

  private void end() {
    nodes.forEach(ClusterNode::kill);
    if (database != null) {
      database.stop();
    }
    network.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
