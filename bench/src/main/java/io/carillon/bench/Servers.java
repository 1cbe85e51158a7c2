package io.carillon.bench;

import io.carillon.bench.load.Target;
import io.carillon.bench.load.TokenSigner;
import io.carillon.bench.process.ServerCommand;
import io.carillon.bench.process.ServerException;
import io.carillon.bench.process.ServerProcess;
import io.carillon.bench.relay.Relay;
import io.carillon.bench.report.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Starts the two servers alike: same JVM, same options, the heap of the one as that of the other.
 */
final class Servers {

  /** Both need them on small machines, whatever is measured. */
  private static final String NO_LIMIT = "1000000";

  private static final String COMMON_JVM_OPTIONS =
      "-Dio.netty.jfr.enabled=false -Djava.util.concurrent.ForkJoinPool.common.parallelism=4";

  private final BenchOptions options;
  private final Path workDirectory;
  private int started;

  Servers(BenchOptions options, Path workDirectory) {
    this.options = options;
    this.workDirectory = workDirectory;
  }

  /**
   * A running server and the way in.
   *
   * @param process its process
   * @param target where load goes
   */
  record Running(ServerProcess process, Target target) {}

  /**
   * Starts a server.
   *
   * @param jvmOptions options of its JVM
   * @param heapFlags flags in effect at the other server, to be taken over; may be empty
   * @throws ServerException if it does not start
   */
  Running start(Subject subject, String jvmOptions, List<String> heapFlags)
      throws ServerException, InterruptedException {
    started++;
    try {
      return switch (subject) {
        case CARILLON -> startCarillon(jvmOptions);
        case RELAY -> startRelay(jvmOptions, heapFlags);
      };
    } catch (IOException e) {
      throw new ServerException(subject + " did not start: " + e.getMessage(), e);
    }
  }

  private Running startCarillon(String jvmOptions)
      throws IOException, ServerException, InterruptedException {
    int port = freePort();
    Path data = workDirectory.resolve("data-" + started).toAbsolutePath();
    String command =
        options
            .serverCommand
            .replace("{port}", Integer.toString(port))
            .replace("{admin-port}", Integer.toString(freePort()))
            .replace("{data}", data.toString());
    Path directory = options.serverDirectory == null ? root() : options.serverDirectory;
    ServerProcess process =
        launch(
            Subject.CARILLON,
            List.of("/bin/sh", "-c", "exec " + command),
            directory,
            port,
            jvmOptions);
    try {
      TokenSigner tokens = TokenSigner.fromFile(data.resolve("secret"));
      return new Running(process, Target.carillon(port, tokens));
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  private Running startRelay(String jvmOptions, List<String> heapFlags)
      throws IOException, ServerException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(heapFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Relay.class.getName()));
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--event-loops", Integer.toString(options.relayLoops)));
    return new Running(
        launch(Subject.RELAY, command, Path.of("").toAbsolutePath(), port, jvmOptions),
        Target.relay(port));
  }

  private ServerProcess launch(
      Subject subject, List<String> command, Path directory, int port, String jvmOptions)
      throws ServerException, InterruptedException {
    String name = subject.name().toLowerCase(Locale.ROOT);
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    // The java launcher puts these before what the command line says.
    environment.put("JDK_JAVA_OPTIONS", COMMON_JVM_OPTIONS + " " + jvmOptions);
    if (subject == Subject.CARILLON) {
      // A pair of the load stands for many users: limits on one pair are not what is measured.
      environment.put("CARILLON_LIMITS_INVITES_PER_USER", NO_LIMIT);
      environment.put("CARILLON_LIMITS_INVITES_PER_PAIR", NO_LIMIT);
      environment.putAll(options.serverEnvironment);
    }
    return ServerProcess.start(
        new ServerCommand(
            name,
            command,
            environment,
            directory,
            port,
            workDirectory.resolve(name + "-" + started + ".log"),
            Duration.ofSeconds(options.startTimeout)));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("carillon"))) {
        return folder;
      }
    }
    return here;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
