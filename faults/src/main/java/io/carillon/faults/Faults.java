package io.carillon.faults;

import io.carillon.faults.cluster.Blow;
import io.carillon.faults.cluster.Fault;
import io.carillon.faults.cluster.LocalCluster;
import io.carillon.faults.cluster.NodeProgram;
import io.carillon.faults.cluster.Role;
import io.carillon.faults.log.LogFile;
import io.carillon.faults.report.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command behind {@code ./carillon test --faults}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Hurts the nodes of a cluster under load, and proves that nothing was lost.")
public final class Faults implements Callable<Integer> {
  private static final int WRONG_USE = 2;
  private static final int CALL_NODES = 3;
  private static final int EDGES = 2;
  private static final String ALL = "all";

  @Option(
      names = "--faults",
      arity = "0..1",
      fallbackValue = ALL,
      defaultValue = ALL,
      description = "what is done to nodes, such as kill-call,stop-edge; without a list everything")
  private String faults;

  @Option(
      names = "--seconds",
      description = "how long calls are made; by default 45 s for each fault")
  private Long seconds;

  @Option(names = "--seed", description = "makes the calls of an earlier run again")
  private Long seed;

  @Option(
      names = "--clients",
      defaultValue = "400",
      description = "devices of all users together (${DEFAULT-VALUE})")
  private int clients;

  @Option(names = "--rate", defaultValue = "15", description = "calls a second (${DEFAULT-VALUE})")
  private double rate;

  @Option(names = "--log", description = "file that gets all that the clients did and saw")
  private Path log;

  @Option(
      names = "--work-dir",
      description = "folder for the nodes' data and logs; by default a new temporary one")
  private Path folder;

  @Spec private CommandSpec spec;

  private Faults() {}

  /** Exits with 0 if every rule held, 1 if not, 2 for a wrong option. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Faults()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      List<Fault> wanted = wanted(err);
      Outcome outcome = new FaultRun(plan(wanted), err::println).run();
      outcome.print(out);
      if (log != null) {
        LogFile.write(log, outcome.logs());
      }
      return outcome.isClean() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      err.println("--faults: " + e.getMessage());
      return WRONG_USE;
    } catch (IOException | IllegalStateException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  /** Those of the list that can be done here. */
  private List<Fault> wanted(PrintWriter err) {
    List<Fault> wanted =
        faults.equals(ALL)
            ? Fault.all()
            : Arrays.stream(faults.split(",", -1)).map(String::strip).map(Fault::named).toList();
    String obstacle =
        wanted.stream().anyMatch(fault -> fault.blow() == Blow.CUT)
            ? LocalCluster.obstacleToCuts()
            : null;
    if (obstacle == null) {
      return wanted;
    }
    err.println("not run: cutting nodes off, since this needs network namespaces: " + obstacle);
    return wanted.stream().filter(fault -> fault.blow() != Blow.CUT).toList();
  }

  private FaultPlan plan(List<Fault> wanted) throws IOException {
    NodeProgram program = NodeProgram.usual(System.getProperty("java.class.path"));
    return new FaultPlan(
        wanted,
        seconds == null ? 45L * wanted.size() : seconds,
        seed == null ? ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : seed,
        clients,
        rate,
        CALL_NODES,
        EDGES,
        Map.of(Role.CALL, program, Role.EDGE, program),
        folder == null
            ? Files.createTempDirectory("carillon-faults-")
            : Files.createDirectories(folder));
  }
}
