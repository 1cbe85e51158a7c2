package io.carillon.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A running server. The process that is observed is the one that listens on the port, be it the
 * started one or a descendant of it (a script that starts a JVM). Methods block.
 */
public final class ServerProcess implements AutoCloseable {

  private static final long STOP_SECONDS = 30;
  private static final long POLL_MS = 50;
  private static final int LOG_TAIL_LINES = 15;

  private final ServerCommand command;
  private final Process process;
  private final long pid;
  private final JvmDiagnostics jvm;
  private final Thread endsWithUs;

  private ServerProcess(
      ServerCommand command, Process process, long pid, JvmDiagnostics jvm, Thread endsWithUs) {
    this.command = command;
    this.process = process;
    this.pid = pid;
    this.jvm = jvm;
    this.endsWithUs = endsWithUs;
  }

  /**
   * Starts a server and waits until it prints {@code ready}.
   *
   * @throws ServerException if it ends before, takes too long, or does not listen on its port
   */
  public static ServerProcess start(ServerCommand command)
      throws ServerException, InterruptedException {
    Process process = null;
    Thread endsWithUs = null;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command.command())
              .directory(command.directory().toFile())
              .redirectErrorStream(true)
              // A file, not a pipe: a server that is kept goes on writing.
              .redirectOutput(command.log().toFile());
      builder.environment().putAll(command.environment());
      Process started = builder.start();
      process = started;
      endsWithUs = new Thread(() -> stop(started));
      Runtime.getRuntime().addShutdownHook(endsWithUs);
      process.getOutputStream().close();
      awaitReady(command, process);
      long pid = listenerAmong(process.toHandle(), command.port());
      JvmDiagnostics jvm = new JvmDiagnostics(Path.of(System.getProperty("java.home")), pid);
      return new ServerProcess(command, process, pid, jvm, endsWithUs);
    } catch (IOException | ServerException e) {
      if (process != null) {
        stop(process);
      }
      forget(endsWithUs);
      throw new ServerException(
          command.name() + " did not start: " + e.getMessage() + tail(command.log()), e);
    }
  }

  /** Process id of the server itself. */
  public long pid() {
    return pid;
  }

  /** Port on 127.0.0.1. */
  public int port() {
    return command.port();
  }

  /** CPU time of the server. */
  public CpuClock cpu() {
    return CpuClock.ofProcess(pid);
  }

  /**
   * Memory after a full collection.
   *
   * @throws ServerException if the JVM does not answer
   */
  public MemoryUse memory() throws ServerException, InterruptedException {
    try {
      // The first collection may leave what waits for a cleaner; the second one takes it.
      jvm.collectGarbage();
      jvm.collectGarbage();
      long heap = jvm.usedHeapBytes();
      long resident = ProcFile.statusBytes(Files.readString(proc("status")), "VmRSS");
      return new MemoryUse(resident, heap);
    } catch (IOException e) {
      throw unobservable(e);
    }
  }

  /**
   * Flags in effect that decide on collector, heap and object layout.
   *
   * @throws ServerException if the JVM does not answer
   */
  public List<String> heapFlags() throws ServerException, InterruptedException {
    try {
      return jvm.heapFlags();
    } catch (IOException e) {
      throw unobservable(e);
    }
  }

  /**
   * Version of the server's JVM.
   *
   * @throws ServerException if the JVM does not answer
   */
  public String jvmVersion() throws ServerException, InterruptedException {
    try {
      return jvm.version();
    } catch (IOException e) {
      throw unobservable(e);
    }
  }

  /**
   * Makes sure that the server may open as many files.
   *
   * @param option the option by which fewer connections are asked for
   * @throws ServerException with the command that raises the limit
   */
  public void requireOpenFiles(long needed, String option) throws ServerException {
    try {
      FileLimit.require(
          command.name(),
          ProcFile.openFilesLimit(Files.readString(proc("limits"))),
          needed,
          option);
    } catch (IOException e) {
      throw unobservable(e);
    }
  }

  /** Asks the server to end, waits for that, and kills what does not. */
  @Override
  public void close() {
    stop(process);
    forget(endsWithUs);
  }

  /** Lets the server live on when this process ends. */
  public void keep() {
    forget(endsWithUs);
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }

  private ServerException unobservable(IOException e) {
    return new ServerException(
        command.name() + " cannot be observed: " + e.getMessage() + tail(command.log()), e);
  }

  private static void awaitReady(ServerCommand command, Process process)
      throws IOException, ServerException, InterruptedException {
    long start = System.nanoTime();
    while (!isReady(command.log())) {
      if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        throw new ServerException("it ended with " + process.exitValue() + " before it was ready");
      }
      if (System.nanoTime() - start > command.readyTimeout().toNanos()) {
        throw new ServerException(
            "no line \"ready\" within " + command.readyTimeout().toSeconds() + " s");
      }
    }
  }

  private static boolean isReady(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.anyMatch(line -> line.startsWith("ready "));
    }
  }

  private static long listenerAmong(ProcessHandle started, int port)
      throws IOException, ServerException {
    OptionalLong inode = ProcFile.listenerInode(Files.readString(Path.of("/proc/net/tcp")), port);
    if (inode.isEmpty() && Files.exists(Path.of("/proc/net/tcp6"))) {
      inode = ProcFile.listenerInode(Files.readString(Path.of("/proc/net/tcp6")), port);
    }
    if (inode.isEmpty()) {
      throw new ServerException("nothing listens on port " + port);
    }
    String socket = "socket:[" + inode.getAsLong() + "]";
    try (Stream<ProcessHandle> family = Stream.concat(Stream.of(started), started.descendants())) {
      return family
          .map(ProcessHandle::pid)
          .filter(pid -> holds(pid, socket))
          .findFirst()
          .orElseThrow(() -> new ServerException("another process listens on port " + port));
    }
  }

  private static boolean holds(long pid, String socket) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.anyMatch(file -> linksTo(file, socket));
    } catch (IOException | UncheckedIOException e) {
      // The process ended meanwhile, so it holds nothing.
      return false;
    }
  }

  private static boolean linksTo(Path file, String socket) {
    try {
      return Files.readSymbolicLink(file).toString().equals(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private static void forget(Thread hook) {
    try {
      if (hook != null) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IllegalStateException e) {
      // This process is ending, and the hook with it.
      return;
    }
  }

  private static void stop(Process process) {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroy);
    for (ProcessHandle member : family) {
      try {
        member.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        member.destroyForcibly();
      } catch (InterruptedException e) {
        member.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> last = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
      return last.isEmpty() ? "" : "\nlast lines of " + log + ":\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return "";
    }
  }
}
