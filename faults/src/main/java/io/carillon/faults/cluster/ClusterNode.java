package io.carillon.faults.cluster;

import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node, whose process comes and goes. Methods block. */
public final class ClusterNode {
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private final String name;
  private final Role role;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final SocketAddress clients;
  private final URI admin;
  private Process process;

  ClusterNode(
      String name,
      Role role,
      List<String> command,
      Map<String, String> environment,
      Path log,
      SocketAddress clients,
      SocketAddress admin) {
    this.name = name;
    this.role = role;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.clients = clients;
    this.admin = URI.create("http://" + admin.host() + ":" + admin.port());
  }

  /** Its name in the cluster. */
  public String name() {
    return name;
  }

  /** What it is for. */
  public Role role() {
    return role;
  }

  /** Where an edge takes clients. */
  SocketAddress clients() {
    return clients;
  }

  /** Starts its process. */
  public void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
    process.getOutputStream().close();
  }

  /** Ends it at once, by SIGKILL. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Asks it to drain and end, by SIGTERM, and waits for that. */
  public boolean drain(Duration most) throws InterruptedException {
    process.destroy();
    return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops it in the middle of whatever it does, by SIGSTOP. */
  public void pause() throws IOException {
    signal("STOP");
  }

  /** Lets it go on, by SIGCONT. */
  public void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException {
    Shell.run("kill", "-" + signal, Long.toString(process.pid()));
  }

  /** Whether it says that it should get clients. */
  boolean isReady() throws InterruptedException {
    return ask("/readyz", HttpResponse.BodyHandlers.discarding())
        .filter(answer -> answer.statusCode() == OK)
        .isPresent();
  }

  /** Whether it sees as many members of the cluster, those without data being lite. */
  boolean sees(long data, long lite) throws InterruptedException {
    String metric = "carillon_cluster_members{role=\"%s\"} %d.0\n";
    return ask("/metrics", HttpResponse.BodyHandlers.ofString())
        .map(HttpResponse::body)
        .filter(metrics -> metrics.contains(metric.formatted("data", data)))
        .filter(metrics -> metrics.contains(metric.formatted("lite", lite)))
        .isPresent();
  }

  private <T> Optional<HttpResponse<T>> ask(String path, HttpResponse.BodyHandler<T> answer)
      throws InterruptedException {
    HttpRequest question = HttpRequest.newBuilder(admin.resolve(path)).timeout(PATIENCE).build();
    try {
      return Optional.of(HTTP.send(question, answer));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Fails if its process has ended by itself. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "%s ended with %d; its log is %s".formatted(name, process.exitValue(), log));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
