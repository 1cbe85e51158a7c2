package io.carillon.conformance;

import io.carillon.standalone.Carillon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A server to test, with what a client and an administrator know of it.
 *
 * @param baseUri the public listener, such as {@code http://localhost:8080}
 * @param adminUri the admin listener
 * @param secret the key of HS256 tokens, which is this text in UTF-8
 * @param adminKey what administrators show; null if nobody told
 * @param stop ends it; does nothing to a server that was running before
 * @param restart ends it and starts another with the same settings and data
 * @param nodes what it consists of, where that is more than one
 */
record RunningServer(
    URI baseUri,
    URI adminUri,
    String secret,
    String adminKey,
    Stop stop,
    Restart restart,
    ThreeNodes nodes)
    implements AutoCloseable {
  private static final String ADMIN_KEY = "conformance-admin-key-of-40-characters-0";

  /** How to start a server again. */
  @FunctionalInterface
  interface Restart {
    RunningServer run() throws Exception;
  }

  /** How to end a server. */
  @FunctionalInterface
  interface Stop {
    void run() throws Exception;
  }

  /** Whether the environment names a server that runs elsewhere. */
  static boolean isElsewhere() {
    return System.getenv("CARILLON_TEST_URL") != null;
  }

  /** The server that the environment names. */
  static RunningServer elsewhere() {
    return new RunningServer(
        URI.create(environment("CARILLON_TEST_URL")),
        URI.create(environment("CARILLON_TEST_ADMIN_URL")),
        environment("CARILLON_TEST_SECRET"),
        System.getenv("CARILLON_TEST_ADMIN_KEY"),
        () -> {},
        () -> {
          throw new UnsupportedOperationException("a server that runs elsewhere");
        },
        null);
  }

  /** Starts one in this process, on free ports and with a data folder of its own. */
  static RunningServer start(Map<String, String> settings) throws Exception {
    return start(settings, Files.createTempDirectory("carillon-conformance"));
  }

  private static RunningServer start(Map<String, String> settings, Path data) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("carillon.admin.key", ADMIN_KEY);
    all.put("carillon.port", "0");
    all.put("carillon.admin-port", "0");
    all.put("carillon.data", data.toString());
    var carillon = Carillon.start(all);
    AtomicBoolean over = new AtomicBoolean();
    return new RunningServer(
        URI.create("http://localhost:" + carillon.port()),
        URI.create("http://localhost:" + carillon.adminPort()),
        Files.readString(data.resolve("secret")).strip(),
        all.get("carillon.admin.key"),
        () -> {
          if (over.compareAndSet(false, true)) {
            carillon.close();
            deleteAll(data);
          }
        },
        () -> {
          over.set(true);
          carillon.close();
          return start(settings, data);
        },
        null);
  }

  /** Starts three nodes in this process; clients and administrators meet the edge among them. */
  static RunningServer startThreeNodes(Map<String, String> settings) throws Exception {
    Path data = Files.createTempDirectory("carillon-conformance");
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("carillon.admin.key", ADMIN_KEY);
    ThreeNodes nodes = ThreeNodes.start(all, data);
    AtomicBoolean over = new AtomicBoolean();
    return new RunningServer(
        URI.create("http://localhost:" + nodes.edge().port()),
        URI.create("http://localhost:" + nodes.edge().adminPort()),
        Files.readString(data.resolve("secret")).strip(),
        all.get("carillon.admin.key"),
        () -> {
          if (over.compareAndSet(false, true)) {
            nodes.close();
            deleteAll(data);
          }
        },
        () -> {
          throw new UnsupportedOperationException("three nodes are not started again as one");
        },
        nodes);
  }

  /** The address of the WebSocket. */
  URI webSocketUri() {
    return URI.create(baseUri.toString().replaceFirst("^http", "ws") + "/v1/ws");
  }

  @Override
  public void close() {
    try {
      stop.run();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not end", e);
    }
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException("CARILLON_TEST_URL is set, so " + name + " must be set too");
    }
    return value;
  }

  private static void deleteAll(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
