package io.carillon.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL server for the life of this JVM, in a temporary folder. The shell that started it
 * ends it when its standard input does, so it never outlives the JVM, however that dies.
 */
final class TestPostgres {
  private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");
  private static final Path RUNUSER = Path.of("/sbin/runuser");

  private static final String SCRIPT =
      """
      set -e
      folder=$(mktemp -d)
      trap 'rm -rf "$folder"' EXIT
      "$1/initdb" -D "$folder/data" -U carillon -A trust -E UTF8 --locale=C --no-sync
      "$1/postgres" -D "$folder/data" -p "$2" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c fsync=off &
      cat >/dev/null
      kill -QUIT $!
      wait $! || true
      """;

  private static Optional<String> url;

  private TestPostgres() {}

  /** The JDBC URL of a server, which the first who asks has to wait for; empty if there is none. */
  static synchronized Optional<String> url() {
    if (url == null) {
      Optional<String> given = Optional.ofNullable(System.getenv("CARILLON_TEST_POSTGRES"));
      url = given.isEmpty() && isInstalled() ? Optional.of(start()) : given;
    }
    return url;
  }

  private static boolean isInstalled() {
    return Files.isExecutable(BINARIES.resolve("postgres"))
        && (!isRoot() || Files.isExecutable(RUNUSER));
  }

  private static String start() {
    try {
      int port = freePort();
      File log = File.createTempFile("postgresql", ".log");
      Process shell =
          new ProcessBuilder(command(port))
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(shell, log)));
      String started = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=carillon";
      Awaitility.await()
          .atMost(2, TimeUnit.MINUTES)
          .until(() -> answers(started) || !shell.isAlive());
      if (!shell.isAlive()) {
        throw new IllegalStateException(Files.readString(log.toPath(), UTF_8));
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server refuses to run as root; Debian's package brings the user postgres. */
  private static List<String> command(int port) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of(RUNUSER.toString(), "-u", "postgres", "--"));
    }
    command.addAll(
        List.of("sh", "-c", SCRIPT, "postgresql", BINARIES.toString(), Integer.toString(port)));
    return command;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static boolean answers(String server) {
    try (Connection connection = DriverManager.getConnection(server)) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private static void stop(Process shell, File log) {
    try {
      shell.getOutputStream().close();
      shell.waitFor(20, TimeUnit.SECONDS);
      Files.deleteIfExists(log.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
