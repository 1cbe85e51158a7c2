package io.carillon.standalone.cluster;

import io.carillon.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that another command has started. Its number alone does not tell: the system gives it
 * away again.
 *
 * @param startedAt in milliseconds since the epoch of time; 0 where the system does not say
 */
record LocalProcess(long pid, long startedAt) {
  private static final Path PROCESSES = Path.of("/proc");
  private static final long CLOCKS_DIFFER_MS = 2000;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final String STOPPED = "T";
  private static final String ZOMBIE = "Z";

  static LocalProcess of(Process process) {
    return new LocalProcess(process.pid(), startOf(process.toHandle()));
  }

  static LocalProcess parse(String json) {
    return Json.decode(json, LocalProcess.class);
  }

  /** Whether it runs, or could if it were not stopped. */
  boolean isAlive() {
    return handle().isPresent() && !state().startsWith(ZOMBIE);
  }

  /** Whether it was stopped and not continued. */
  boolean isStopped() {
    return isAlive() && state().startsWith(STOPPED);
  }

  /** Asks it to end. One that is stopped does so when it is continued. */
  void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /** Ends it at once. */
  void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Waits until it has ended, for that long at most; says whether it has. */
  boolean awaitEnd(Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (isAlive()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return true;
  }

  /** Stops it where it is, without its knowledge. */
  void pause() {
    signal("STOP");
  }

  /** Continues it. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    if (isAlive()) {
      output("kill", "-" + name, String.valueOf(pid));
    }
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            handle -> {
              long start = startOf(handle);
              return start == 0 || startedAt == 0 || Math.abs(start - startedAt) < CLOCKS_DIFFER_MS;
            });
  }

  private static long startOf(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** The letters that {@code ps} has for it; it need not be installed where there is /proc. */
  private String state() {
    if (!Files.isDirectory(PROCESSES)) {
      return output("ps", "-o", "state=", "-p", String.valueOf(pid)).strip();
    }
    try {
      String stat = Files.readString(PROCESSES.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The second field is the command in parentheses, which may contain anything.
      return stat.substring(stat.lastIndexOf(')') + 1).strip();
    } catch (IOException gone) {
      return ZOMBIE;
    }
  }

  private static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
