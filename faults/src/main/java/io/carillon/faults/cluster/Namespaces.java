package io.carillon.faults.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network namespace for each node (Linux, as root), with two cables: one to the other nodes, one
 * to clients and database. A cut pulls the first at the bridge, so frames vanish in both directions
 * and no side is told; the clients of an edge that is cut off still reach it.
 */
final class Namespaces implements Network {
  private static final int FIRST_HOST = 10;

  private final long id = ProcessHandle.current().pid() % 100_000;
  private final String clusterNet = "10." + (64 + id % 64) + ".1.";
  private final String publicNet = "10." + (64 + id % 64) + ".2.";
  private final String clusterBridge = "cfc" + id;
  private final String publicBridge = "cfp" + id;
  private final Map<String, Integer> hosts = new LinkedHashMap<>();
  private final List<String[]> undo = new ArrayList<>();

  private Namespaces() {}

  /**
   * Makes the bridges.
   *
   * @throws IOException if this may or can not be done here
   */
  static Namespaces open() throws IOException {
    Namespaces namespaces = new Namespaces();
    try {
      namespaces.makeBridge(namespaces.clusterBridge);
      namespaces.makeBridge(namespaces.publicBridge);
      Shell.run("ip", "addr", "add", namespaces.loadHost() + "/24", "dev", namespaces.publicBridge);
      return namespaces;
    } catch (IOException e) {
      namespaces.close();
      throw e;
    }
  }

  private void makeBridge(String name) throws IOException {
    Shell.run("ip", "link", "add", name, "type", "bridge");
    undo.add(new String[] {"ip", "link", "del", name});
    Shell.run("ip", "link", "set", name, "up");
  }

  @Override
  public void add(String node) throws IOException {
    int host = FIRST_HOST + hosts.size();
    hosts.put(node, host);
    String namespace = namespace(node);
    Shell.run("ip", "netns", "add", namespace);
    undo.add(new String[] {"ip", "netns", "del", namespace});
    Shell.run("ip", "-n", namespace, "link", "set", "lo", "up");
    plug(namespace, cable('c', host), "nodes", clusterBridge, clusterHost(node));
    plug(namespace, cable('p', host), "clients", publicBridge, publicHost(node));
  }

  private static void plug(
      String namespace, String outside, String inside, String bridge, String address)
      throws IOException {
    Shell.run(
        "ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", namespace);
    Shell.run("ip", "link", "set", outside, "master", bridge, "up");
    Shell.run("ip", "-n", namespace, "addr", "add", address + "/24", "dev", inside);
    Shell.run("ip", "-n", namespace, "link", "set", inside, "up");
  }

  @Override
  public String clusterHost(String node) {
    return clusterNet + hosts.get(node);
  }

  @Override
  public String publicHost(String node) {
    return publicNet + hosts.get(node);
  }

  @Override
  public String loadHost() {
    return publicNet + 1;
  }

  @Override
  public List<String> commandPrefix(String node) {
    return List.of("ip", "netns", "exec", namespace(node));
  }

  @Override
  public void cut(String node) throws IOException {
    Shell.run("ip", "link", "set", cable('c', hosts.get(node)), "nomaster");
  }

  @Override
  public void heal(String node) throws IOException {
    Shell.run("ip", "link", "set", cable('c', hosts.get(node)), "master", clusterBridge);
  }

  /** Takes away all that was made, the latest first; what resists is left behind. */
  @Override
  public void close() {
    for (String[] command : undo.reversed()) {
      try {
        Shell.run(command);
      } catch (IOException e) {
        System.err.println(e.getMessage());
      }
    }
    undo.clear();
  }

  private String namespace(String node) {
    return "cf" + id + '-' + node;
  }

  private String cable(char kind, int host) {
    return "cf" + kind + id + '-' + host;
  }
}
