package io.carillon.standalone.cluster;

import io.carillon.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A cluster of processes on this machine: nodes that hold calls, two edges, and a front with the
 * address that clients know and the database that all nodes use. No command that plays with nodes
 * touches the front. Each method blocks until what it says is so.
 */
final class LocalCluster {
  static final String FRONT = "front";

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration GRACEFUL_END = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(10);

  private final ClusterFolder folder;

  LocalCluster(ClusterFolder folder) {
    this.folder = folder;
  }

  /**
   * Starts a cluster; what was started is ended again if one of its parts does not come up.
   *
   * @param databaseUrl of a database that all nodes are to use; null for one of the cluster's own
   */
  void up(Plan plan, String databaseUrl) {
    if (folder.processes().stream().anyMatch(LocalProcess::isAlive)) {
      throw new ConfigurationException(
          "a cluster runs in " + folder.data() + " already: ./carillon cluster down ends it");
    }
    if (!FreePorts.isFree(plan.port())) {
      throw new ConfigurationException(
          "port "
              + plan.port()
              + " is in use: stop what listens there or choose another with --port");
    }
    folder.save(plan);
    boolean up = false;
    try {
      launch(FRONT, List.of("cluster", FRONT, "--data", folder.data().toString()), Map.of());
      await(FRONT, () -> Probe.connects(plan.port()));
      plan.nodes().forEach(node -> launch(plan, node, databaseUrl));
      plan.nodes().forEach(this::awaitReady);
      await(FRONT, () -> Probe.isOk(plan.port(), "/healthz"));
      up = true;
    } finally {
      if (!up) {
        down();
      }
    }
  }

  /** What can be seen of each node. */
  List<NodeStatus> status() {
    return plan().nodes().stream()
        .map(node -> NodeStatus.of(node, folder.process(node.name()), state(node.name())))
        .toList();
  }

  /** Ends a node at once, as a crash would. */
  void kill(String name) {
    LocalProcess process = living(name);
    process.kill();
    process.awaitEnd(END);
  }

  /** Stops a node where it is, as a machine would that hangs. */
  void pause(String name) {
    LocalProcess process = living(name);
    if (process.isStopped()) {
      throw new ConfigurationException(name + " is paused already");
    }
    process.pause();
  }

  /** Lets a paused node go on. */
  void resume(String name) {
    LocalProcess process = living(name);
    if (!process.isStopped()) {
      throw new ConfigurationException(name + " is not paused");
    }
    process.resume();
  }

  /** Asks a node to let go of its clients and calls, and to end; returns while it does. */
  void drain(String name) {
    LocalProcess process = living(name);
    folder.markDraining(name);
    process.terminate();
  }

  /** Starts a node that is down. */
  void start(String name, String databaseUrl) {
    Plan plan = plan();
    Plan.Node node = plan.node(name);
    if (isAlive(name)) {
      throw new ConfigurationException(name + " is not down");
    }
    launch(plan, node, databaseUrl);
    awaitReady(node);
  }

  /** Ends whatever is left of the cluster, however it was started. */
  void down() {
    List<LocalProcess> left = new ArrayList<>(folder.processes());
    Optional<LocalProcess> front = folder.process(FRONT);
    front.ifPresent(left::remove);
    end(left);
    front.map(List::of).ifPresent(LocalCluster::end);
    folder.forget();
  }

  /**
   * What the cluster consists of.
   *
   * @throws ConfigurationException if there is none
   */
  Plan plan() {
    return folder
        .plan()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "there is no cluster in "
                        + folder.data()
                        + ": ./carillon cluster up starts one"));
  }

  /** They end side by side; a paused one can't do so by itself. */
  private static void end(List<LocalProcess> processes) {
    for (LocalProcess process : processes) {
      if (process.isStopped()) {
        process.kill();
      } else {
        process.terminate();
      }
    }
    for (LocalProcess process : processes) {
      if (!process.awaitEnd(GRACEFUL_END)) {
        process.kill();
        process.awaitEnd(END);
      }
    }
  }

  private void launch(Plan plan, Plan.Node node, String databaseUrl) {
    Map<String, String> settings = new HashMap<>();
    settings.put("CARILLON_NODE_NAME", node.name());
    settings.put("CARILLON_SERVICES", String.join(",", node.services()));
    settings.put("CARILLON_CLUSTER_NAME", plan.name());
    settings.put("CARILLON_CLUSTER_MEMBERS", plan.members());
    settings.put("CARILLON_CLUSTER_HOST", "127.0.0.1");
    settings.put("CARILLON_CLUSTER_QUORUM", String.valueOf(plan.quorum()));
    settings.put("CARILLON_ADMIN_HOST", "127.0.0.1");
    settings.put("CARILLON_ADMIN_PORT", String.valueOf(node.adminPort()));
    settings.put("CARILLON_DATA", folder.data().toString());
    if (databaseUrl == null) {
      settings.put("CARILLON_DATABASE_URL", SharedDatabase.url(plan));
    }
    if (plan.configuration() != null) {
      settings.put("CARILLON_CONFIG", plan.configuration());
    }
    if (node.clusterPort() != null) {
      settings.put("CARILLON_CLUSTER_PORT", node.clusterPort().toString());
    }
    if (node.port() != null) {
      settings.put("CARILLON_HOST", "127.0.0.1");
      settings.put("CARILLON_PORT", node.port().toString());
    }
    launch(node.name(), List.of("run"), settings);
  }

  private void launch(String name, List<String> command, Map<String, String> settings) {
    folder.save(name, JavaProgram.start(command, settings, folder.log(name)));
  }

  private void awaitReady(Plan.Node node) {
    await(node.name(), () -> Probe.isOk(node.adminPort(), "/readyz"));
  }

  private void await(String name, BooleanSupplier ready) {
    Probe.await(
        ready,
        START,
        () -> {
          if (!isAlive(name)) {
            throw new ConfigurationException(name + " did not start: " + folder.complaint(name));
          }
        });
  }

  private LocalProcess living(String name) {
    plan().node(name);
    return folder
        .process(name)
        .filter(LocalProcess::isAlive)
        .orElseThrow(() -> new ConfigurationException(name + " is down"));
  }

  private boolean isAlive(String name) {
    return folder.process(name).filter(LocalProcess::isAlive).isPresent();
  }

  private NodeStatus.State state(String name) {
    if (!isAlive(name)) {
      return NodeStatus.State.DOWN;
    }
    if (folder.process(name).filter(LocalProcess::isStopped).isPresent()) {
      return NodeStatus.State.PAUSED;
    }
    return folder.isDraining(name) ? NodeStatus.State.DRAINING : NodeStatus.State.UP;
  }
}
