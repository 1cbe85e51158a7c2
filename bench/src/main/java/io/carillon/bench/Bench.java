package io.carillon.bench;

import io.carillon.bench.drain.DrainCommand;
import io.carillon.bench.load.LoadFailedException;
import io.carillon.bench.load.LoadGenerator;
import io.carillon.bench.process.FileLimit;
import io.carillon.bench.process.ServerException;
import io.carillon.bench.report.Report;
import io.carillon.bench.report.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares Carillon with a bare WebSocket relay under the same load, on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = DrainCommand.class,
    description = "Compares Carillon with a bare WebSocket relay under the same load.")
public final class Bench implements Callable<Integer> {

  @Mixin private BenchOptions options;
  @Spec private CommandSpec spec;

  private Bench() {}

  /** Runs the comparison; exits with 0 if it was measured, 1 if not, 2 for a wrong option. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Report report = compare(err);
      out.print(Table.of(report));
      out.flush();
      if (options.out != null) {
        report.writeTo(options.out);
      }
      return 0;
    } catch (ServerException | LoadFailedException | IOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private Report compare(PrintWriter progress)
      throws ServerException, IOException, InterruptedException {
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      throw new ServerException("CPU and memory are read from /proc: this runs on Linux only");
    }
    FileLimit.requireHere(IdleMemory.filesFor(Math.max(options.idle, 2 * options.pairs)), "--idle");
    Path work = workDirectory();
    progress.println("data and logs are in " + work);
    try (LoadGenerator generator = new LoadGenerator(options.clientLoops)) {
      if (!generator.usesNativeTransport()) {
        throw new ServerException("epoll is not available to the load generator on this machine");
      }
      return new Comparison(options, new Servers(options, work), generator, progress).run();
    }
  }

  private Path workDirectory() throws IOException {
    return options.workDirectory == null
        ? Files.createTempDirectory("carillon-bench-")
        : Files.createDirectories(options.workDirectory);
  }
}
