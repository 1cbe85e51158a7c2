package io.carillon.standalone.cluster;

import io.carillon.protocol.Json;
import io.carillon.runtime.config.ConfigurationException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a local cluster consists of. It is made once; a node that is started again comes back to its
 * place.
 *
 * @param name that no other cluster on this machine has
 * @param port of the address at which clients find the edges
 * @param databasePort where all nodes find the database
 * @param databaseKey without which nobody finds it
 * @param configuration a properties file for all nodes; or null
 */
record Plan(
    String name,
    int port,
    int databasePort,
    String databaseKey,
    String configuration,
    List<Node> nodes) {
  private static final List<String> EDGE_SERVICES = List.of("presence", "push", "sfu");
  private static final int EDGES = 2;
  private static final int PORTS_OF_A_NODE = 2;

  /**
   * One node.
   *
   * @param port of its own client listener; null where it has none
   * @param clusterPort on which it takes others in; null where it holds no data
   */
  record Node(
      String name, List<String> services, Integer port, int adminPort, Integer clusterPort) {}

  /** A new cluster with that many nodes that hold calls. */
  static Plan make(int dataNodes, int port, String configuration) {
    Iterator<Integer> free = FreePorts.choose(1 + PORTS_OF_A_NODE * (dataNodes + EDGES)).iterator();
    int databasePort = free.next();
    List<Node> nodes = new ArrayList<>();
    IntStream.rangeClosed(1, dataNodes)
        .mapToObj(n -> new Node("call-" + n, List.of("call"), null, free.next(), free.next()))
        .forEach(nodes::add);
    IntStream.rangeClosed(1, EDGES)
        .mapToObj(n -> new Node("edge-" + n, EDGE_SERVICES, free.next(), free.next(), null))
        .forEach(nodes::add);
    return new Plan(
        "carillon-" + UUID.randomUUID(),
        port,
        databasePort,
        UUID.randomUUID().toString(),
        configuration,
        nodes);
  }

  static Plan parse(String json) {
    return Json.decode(json, Plan.class);
  }

  /** The addresses by which the nodes find each other. */
  String members() {
    return nodes.stream()
        .filter(node -> node.clusterPort() != null)
        .map(node -> "127.0.0.1:" + node.clusterPort())
        .collect(Collectors.joining(","));
  }

  List<Node> edges() {
    return nodes.stream().filter(node -> node.port() != null).toList();
  }

  /** More than half of the nodes that hold calls. */
  int quorum() {
    return (nodes.size() - edges().size()) / 2 + 1;
  }

  /**
   * The node of that name.
   *
   * @throws ConfigurationException if there is none
   */
  Node node(String wanted) {
    return nodes.stream()
        .filter(node -> node.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "there is no node \""
                        + wanted
                        + "\": there are "
                        + nodes.stream().map(Node::name).collect(Collectors.joining(", "))));
  }
}
