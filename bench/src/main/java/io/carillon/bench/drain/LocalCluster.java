package io.carillon.bench.drain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.bench.process.ServerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A cluster of processes that {@code ./carillon cluster} starts and plays with. Blocks. */
final class LocalCluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Path data;
  private final Map<String, String> environment;

  private LocalCluster(Path directory, Path data, Map<String, String> environment) {
    this.directory = directory;
    this.data = data.toAbsolutePath();
    this.environment = environment;
  }

  /** A node that clients come to. */
  record Edge(String name, int port, long pid) {}

  /**
   * Starts one.
   *
   * @param directory where the script {@code carillon} is
   * @param callNodes how many nodes hold calls
   * @param environment settings of all nodes
   * @throws ServerException if it does not come up
   */
  static LocalCluster up(
      Path directory, Path data, int callNodes, int port, Map<String, String> environment)
      throws ServerException, InterruptedException {
    LocalCluster cluster = new LocalCluster(directory, data, environment);
    cluster.run("up", "--nodes", Integer.toString(callNodes), "--port", Integer.toString(port));
    return cluster;
  }

  /** The file with the secret that signs tokens. */
  Path secret() {
    return data.resolve("secret");
  }

  /** The edges that run. */
  List<Edge> edges() throws ServerException, InterruptedException {
    List<Edge> edges = new ArrayList<>();
    for (String line : run("status").lines().toList()) {
      JsonNode node = parse(line);
      if (node.hasNonNull("port") && node.hasNonNull("pid")) {
        edges.add(
            new Edge(
                node.get("name").asText(), node.get("port").asInt(), node.get("pid").asLong()));
      }
    }
    return edges;
  }

  /** Ends it; an interrupt is kept for the caller. */
  @Override
  public void close() throws ServerException {
    try {
      run("down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String run(String... words) throws ServerException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("./carillon", "cluster"));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new ServerException(String.join(" ", command) + " ended with " + code);
      }
      return output;
    } catch (IOException e) {
      throw new ServerException(String.join(" ", command) + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode parse(String line) throws ServerException {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new ServerException("./carillon cluster status printed: " + line, e);
    }
  }
}
