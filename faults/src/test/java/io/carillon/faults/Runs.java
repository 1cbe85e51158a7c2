package io.carillon.faults;

import io.carillon.faults.cluster.Fault;
import io.carillon.faults.cluster.NodeProgram;
import io.carillon.faults.cluster.Role;
import io.carillon.faults.report.Outcome;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Short runs, whose report stands in the test's output. */
final class Runs {
  private static final int CLIENTS = 120;
  private static final double CALLS_A_SECOND = 8;

  private Runs() {}

  /** The nodes of a build as it is. */
  static Map<Role, NodeProgram> sound() {
    return programs(NodeProgram.usual(soundClassPath()), NodeProgram.usual(soundClassPath()));
  }

  static Map<Role, NodeProgram> programs(NodeProgram call, NodeProgram edge) {
    Map<Role, NodeProgram> programs = new EnumMap<>(Role.class);
    programs.put(Role.CALL, call);
    programs.put(Role.EDGE, edge);
    return programs;
  }

  /** Without the classes of tests, among which are broken ones. */
  static String soundClassPath() {
    return Arrays.stream(brokenClassPath().split(File.pathSeparator, -1))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** With the classes of tests, which come first. */
  static String brokenClassPath() {
    return System.getProperty("java.class.path");
  }

  /** Runs and prints it; {@code faults} are done one after the other in that time. */
  static Outcome run(
      Path folder, Map<Role, NodeProgram> programs, long seed, long seconds, String... faults)
      throws IOException, InterruptedException {
    List<Fault> wanted = Arrays.stream(faults).map(Fault::named).toList();
    FaultPlan plan =
        new FaultPlan(wanted, seconds, seed, CLIENTS, CALLS_A_SECOND, 3, 2, programs, folder);
    Outcome outcome = new FaultRun(plan, System.out::println).run();
    outcome.print(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    return outcome;
  }
}
