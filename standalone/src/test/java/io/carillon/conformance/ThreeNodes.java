package io.carillon.conformance;

import io.carillon.standalone.Carillon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The smallest cluster: two nodes that hold calls, and an edge that runs all else. */
final class ThreeNodes implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Map<String, String> settings;
  private final List<String> members;
  private final List<Carillon> nodes = new ArrayList<>();

  /** Three nodes that are not started yet, with those settings and one data folder. */
  ThreeNodes(Map<String, String> settings, Path data) {
    this.settings = new HashMap<>(settings);
    this.settings.put("carillon.cluster.name", "test-" + UUID.randomUUID());
    this.settings.put("carillon.cluster.host", LOOPBACK);
    this.settings.putIfAbsent("carillon.edge.drain-spread", "500ms");
    this.settings.put("carillon.admin-port", "0");
    this.settings.put("carillon.port", "0");
    this.settings.put("carillon.data", data.toString());
    this.members = freePorts(2).stream().map(port -> LOOPBACK + ':' + port).toList();
    this.settings.put("carillon.cluster.members", String.join(",", members));
  }

  static ThreeNodes start(Map<String, String> settings, Path data) {
    ThreeNodes nodes = new ThreeNodes(settings, data);
    // Side by side, since each may wait for the other.
    CompletableFuture<Carillon> first =
        CompletableFuture.supplyAsync(() -> nodes.startDataMember(0));
    nodes.startDataMember(1);
    first.join();
    nodes.startEdge(Map.of());
    return nodes;
  }

  /** A node that runs call-service, on the address that the others know. */
  Carillon startDataMember(int number) {
    String member = members.get(number);
    return start(
        Map.of(
            "carillon.services",
            "call",
            "carillon.cluster.port",
            member.substring(member.indexOf(':') + 1)));
  }

  /** A node that runs everything but call-service. */
  Carillon startEdge(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("carillon.services", "presence,sfu,push");
    return start(all);
  }

  private Carillon start(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    Carillon node = Carillon.start(all);
    synchronized (nodes) {
      nodes.add(node);
    }
    return node;
  }

  /** What the admin listener of that node answers to a question without a key. */
  static int status(Carillon node, String path) {
    return Http.get(URI.create("http://localhost:" + node.adminPort()), path).statusCode();
  }

  /** The node that was started last of all. */
  Carillon edge() {
    synchronized (nodes) {
      return nodes.getLast();
    }
  }

  /** A node that holds calls. */
  Carillon dataMember() {
    synchronized (nodes) {
      return nodes.getFirst();
    }
  }

  /** Ends one of the nodes. */
  void stop(Carillon node) {
    synchronized (nodes) {
      nodes.remove(node);
    }
    node.close();
  }

  /** Ends the edges first, as an operator would. */
  @Override
  public void close() {
    synchronized (nodes) {
      nodes.reversed().forEach(Carillon::close);
      nodes.clear();
    }
  }

  /** Ports that were all free at the same time. */
  static List<Integer> freePorts(int count) {
    if (count == 0) {
      return new ArrayList<>();
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Integer> ports = freePorts(count - 1);
      ports.add(socket.getLocalPort());
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
