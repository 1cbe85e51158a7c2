package io.carillon.bench;

import io.carillon.bench.report.Phase;
import io.carillon.bench.report.Subject;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of the command line. */
final class BenchOptions {

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "rounds: A B, A B, … (${DEFAULT-VALUE})")
  int rounds;

  @Option(
      names = "--duration",
      defaultValue = "10",
      description = "seconds that each phase measures (${DEFAULT-VALUE})")
  double duration;

  @Option(
      names = "--ramp",
      defaultValue = "2",
      description = "seconds of the same load before each phase measures (${DEFAULT-VALUE})")
  double ramp;

  @Option(
      names = "--warmup",
      defaultValue = "20",
      description =
          "seconds of load of each kind on each server before the first round (${DEFAULT-VALUE})")
  double warmup;

  @Option(
      names = "--calls",
      defaultValue = "1000000",
      description = "calls after which a phase of calls ends early (${DEFAULT-VALUE})")
  long calls;

  @Option(
      names = "--messages",
      defaultValue = "10000000",
      description = "candidates after which a phase of candidates ends early (${DEFAULT-VALUE})")
  long messages;

  @Option(names = "--pairs", defaultValue = "32", description = "pairs of users (${DEFAULT-VALUE})")
  int pairs;

  @Option(
      names = "--window",
      defaultValue = "4",
      description = "candidates in flight for each direction, closed loop (${DEFAULT-VALUE})")
  int window;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "calls per second, open loop (${DEFAULT-VALUE})")
  double rate;

  @Option(
      names = "--message-rate",
      defaultValue = "4000",
      description = "candidates per second, open loop (${DEFAULT-VALUE})")
  double messageRate;

  @Option(
      names = "--idle",
      defaultValue = "10000",
      description = "idle connections, 0 for none (${DEFAULT-VALUE})")
  int idle;

  @Option(
      names = "--idle-rounds",
      defaultValue = "1",
      description = "times that idle connections are measured (${DEFAULT-VALUE})")
  int idleRounds;

  @Option(
      names = "--settle",
      defaultValue = "10",
      description = "seconds between the last sign-in and the reading of memory (${DEFAULT-VALUE})")
  double settle;

  @Option(
      names = "--connect-rate",
      defaultValue = "150",
      description = "sign-ins per second (${DEFAULT-VALUE}); Carillon lets an address do 200")
  double connectRate;

  @Option(
      names = "--phases",
      split = ",",
      defaultValue = "CALLS_CLOSED,CALLS_OPEN,MESSAGES_CLOSED,MESSAGES_OPEN",
      description = "phases to run: ${COMPLETION-CANDIDATES}")
  Set<Phase> phases = EnumSet.allOf(Phase.class);

  @Option(
      names = "--only",
      description = "measure only one: ${COMPLETION-CANDIDATES}; without it both in turns")
  Subject only;

  @Option(
      names = "--server-cmd",
      defaultValue = "./carillon run --port {port} --admin-port {admin-port} --data {data}",
      description = "shell command that starts Carillon (${DEFAULT-VALUE})")
  String serverCommand;

  @Option(
      names = "--server-dir",
      description =
          "where it is started; by default the nearest folder upwards with the script carillon")
  Path serverDirectory;

  @Option(
      names = "--server-env",
      description = "environment variable NAME=VALUE for Carillon; may be repeated")
  Map<String, String> serverEnvironment = new LinkedHashMap<>();

  @Option(
      names = "--start-timeout",
      defaultValue = "600",
      description =
          "seconds until a server must be ready, a first build included (${DEFAULT-VALUE})")
  long startTimeout;

  @Option(
      names = "--jvm-options",
      defaultValue = "-Xms1g -Xmx1g -XX:+AlwaysPreTouch",
      description = "JVM options of both servers under load (${DEFAULT-VALUE})")
  String jvmOptions;

  @Option(
      names = "--idle-jvm-options",
      defaultValue = "-Xms8m -Xmx1g -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10",
      description =
          "JVM options of both servers with idle connections: the heap shrinks to what is used"
              + " (${DEFAULT-VALUE})")
  String idleJvmOptions;

  @Option(
      names = "--relay-loops",
      defaultValue = "1",
      description = "event loops of the bare relay (${DEFAULT-VALUE})")
  int relayLoops;

  @Option(
      names = "--client-loops",
      description = "event loops of the load generator; by default half of the CPUs")
  int clientLoops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  @Option(names = "--out", description = "file that gets everything as JSON")
  Path out;

  @Option(
      names = "--work-dir",
      description = "folder for the servers' data and logs; by default a new temporary one")
  Path workDirectory;

  @Option(names = "--keep", description = "leave the servers running at the end, for a profiler")
  boolean keep;

  Set<Subject> subjects() {
    return only == null ? EnumSet.allOf(Subject.class) : EnumSet.of(only);
  }

  /** What decides on the figures, for the report. */
  Map<String, String> described() {
    Map<String, String> described = new LinkedHashMap<>();
    described.put("rounds", Integer.toString(rounds));
    described.put("duration", Double.toString(duration));
    described.put("ramp", Double.toString(ramp));
    described.put("warmup", Double.toString(warmup));
    described.put("pairs", Integer.toString(pairs));
    described.put("window", Integer.toString(window));
    described.put("rate", Double.toString(rate));
    described.put("message-rate", Double.toString(messageRate));
    described.put("idle", Integer.toString(idle));
    described.put("settle", Double.toString(settle));
    described.put("connect-rate", Double.toString(connectRate));
    described.put("jvm-options", jvmOptions);
    described.put("idle-jvm-options", idleJvmOptions);
    described.put("relay-loops", Integer.toString(relayLoops));
    described.put("client-loops", Integer.toString(clientLoops));
    return described;
  }
}
