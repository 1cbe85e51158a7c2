package io.carillon.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.bench.relay.Relay;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {

  @TempDir private Path folder;

  @Test
  void aServerBehindAScriptIsObservedItselfAndEndsWithItsScript() throws Exception {
    int port = freePort();
    String java =
        "'%s/bin/java' -Xmx64m -XX:+UseSerialGC -cp '%s' %s --port %d"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                Relay.class.getName(),
                port);
    ServerProcess server =
        ServerProcess.start(
            command(List.of("/bin/sh", "-c", java + "; true"), port, Duration.ofSeconds(60)));
    ProcessHandle observed = ProcessHandle.of(server.pid()).orElseThrow();
    try {
      assertThat(observed.info().command().orElseThrow()).endsWith("java");
      assertThat(server.cpu().seconds()).isPositive();
      MemoryUse memory = server.memory();
      assertThat(memory.heapBytes()).isPositive().isLessThan(64 << 20);
      assertThat(memory.residentBytes()).isGreaterThan(memory.heapBytes());
      assertThat(server.heapFlags()).contains("-XX:+UseSerialGC", "-XX:MaxHeapSize=67108864");
      assertThatExceptionOfType(ServerException.class)
          .isThrownBy(() -> server.requireOpenFiles(Long.MAX_VALUE, "--idle"))
          .withMessageContaining("ulimit -n");
    } finally {
      server.close();
    }
    assertThat(observed.isAlive()).isFalse();
  }

  @Test
  void aServerThatIsNeverReadyIsEnded() throws Exception {
    int port = freePort();

    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(
            () ->
                ServerProcess.start(
                    command(List.of("sleep", "1000"), port, Duration.ofMillis(200))))
        .withMessageContaining("no line \"ready\"");
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void aPortThatAnotherProcessHasIsNoticed() throws Exception {
    try (ServerSocket mine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatExceptionOfType(ServerException.class)
          .isThrownBy(
              () ->
                  ServerProcess.start(
                      command(
                          List.of("/bin/sh", "-c", "echo ready 1; exec sleep 1000"),
                          mine.getLocalPort(),
                          Duration.ofSeconds(60))))
          .withMessageContaining("another process listens");
    }
  }

  private ServerCommand command(List<String> command, int port, Duration readyTimeout) {
    return new ServerCommand(
        "the server", command, Map.of(), folder, port, folder.resolve("log"), readyTimeout);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
