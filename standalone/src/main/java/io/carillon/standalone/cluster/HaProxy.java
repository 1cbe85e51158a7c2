package io.carillon.standalone.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** HAProxy before the edges, where it is installed. */
final class HaProxy {
  private static final String PROGRAM = "haproxy";

  private HaProxy() {}

  /** Where it is installed. */
  static Optional<Path> find() {
    return Stream.concat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it in the foreground, with this process's output. */
  static Process start(Path program, Plan plan, Path configuration) {
    try {
      Files.writeString(configuration, configuration(plan));
      return new ProcessBuilder(program.toString(), "-db", "-f", configuration.toString())
          .inheritIO()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A connection stays with an edge that drains: one that is not ready gets none and loses none.
   * One that no longer says that it lives loses all, so that their clients find another.
   */
  static String configuration(Plan plan) {
    return """
        defaults
          mode http
          timeout connect 2s
          timeout client 2m
          timeout server 2m
          timeout tunnel 1h
          option redispatch
        frontend public
          bind 127.0.0.1:%d
          default_backend edges
        backend edges
          balance leastconn
        %s
          option httpchk GET /livez
          http-check expect status 200
          timeout check 2s
          default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
        %s
        backend ready
          option httpchk GET /readyz
          http-check expect status 200
          default-server check inter 500ms fall 1 rise 1
        %s
        """
        .formatted(
            plan.port(),
            lines(plan, edge -> "  use-server %s if %s".formatted(edge.name(), alone(plan, edge))),
            lines(plan, HaProxy::server),
            lines(plan, HaProxy::server));
  }

  /** Says that an edge is ready, and no other one. */
  private static String alone(Plan plan, Plan.Node only) {
    return plan.edges().stream()
        .map(
            edge ->
                (edge.equals(only) ? "{ srv_is_up(ready/%s) }" : "!{ srv_is_up(ready/%s) }")
                    .formatted(edge.name()))
        .collect(Collectors.joining(" "));
  }

  private static String server(Plan.Node edge) {
    return "  server %s 127.0.0.1:%d port %d".formatted(edge.name(), edge.port(), edge.adminPort());
  }

  private static String lines(Plan plan, Function<Plan.Node, String> line) {
    return plan.edges().stream().map(line).collect(Collectors.joining("\n"));
  }
}
