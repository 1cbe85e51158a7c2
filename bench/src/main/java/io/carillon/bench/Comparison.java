package io.carillon.bench;

import io.carillon.bench.load.Crew;
import io.carillon.bench.load.LoadGenerator;
import io.carillon.bench.load.LoadPlan;
import io.carillon.bench.load.Measurement;
import io.carillon.bench.process.ServerException;
import io.carillon.bench.report.Environment;
import io.carillon.bench.report.Phase;
import io.carillon.bench.report.PhaseResult;
import io.carillon.bench.report.Report;
import io.carillon.bench.report.Subject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the phases on both servers in turns, A B A B, while both are up: what the machine does
 * meanwhile meets both.
 */
final class Comparison {

  private final BenchOptions options;
  private final Servers servers;
  private final LoadGenerator generator;
  private final PrintWriter progress;
  private final Map<Subject, Servers.Running> running = new EnumMap<>(Subject.class);
  private final Map<Subject, Crew> crews = new EnumMap<>(Subject.class);
  private final Map<Subject, List<String>> heapFlags = new EnumMap<>(Subject.class);
  private final Map<Subject, String> jvms = new EnumMap<>(Subject.class);

  Comparison(BenchOptions options, Servers servers, LoadGenerator generator, PrintWriter progress) {
    this.options = options;
    this.servers = servers;
    this.generator = generator;
    this.progress = progress;
  }

  Report run() throws ServerException, InterruptedException {
    List<PhaseResult> results = options.phases.isEmpty() ? List.of() : underLoad();
    IdleMemory idleMemory = new IdleMemory(options, servers, generator, progress);
    return Report.of(environment(), results, idleMemory.measure());
  }

  private List<PhaseResult> underLoad() throws ServerException, InterruptedException {
    try {
      for (Subject subject : options.subjects()) {
        start(subject);
      }
      for (Subject subject : options.subjects()) {
        warmUp(subject);
      }
      List<PhaseResult> results = rounds();
      if (options.keep) {
        keep();
      }
      return results;
    } finally {
      if (!options.keep) {
        running.values().forEach(server -> server.process().close());
      }
    }
  }

  private void start(Subject subject) throws ServerException, InterruptedException {
    List<String> toMatch = heapFlags.getOrDefault(Subject.CARILLON, List.of());
    Servers.Running server = servers.start(subject, options.jvmOptions, toMatch);
    running.put(subject, server);
    heapFlags.put(subject, server.process().heapFlags());
    jvms.put(subject, server.process().jvmVersion());
    say(
        "%s runs as process %d on port %d",
        subject, server.process().pid(), server.process().port());
    crews.put(subject, generator.connectPairs(server.target(), options.pairs, options.connectRate));
  }

  private void warmUp(Subject subject) throws InterruptedException {
    if (options.warmup <= 0) {
      return;
    }
    for (Phase phase : options.phases) {
      if (!phase.isOpenLoop()) {
        say("%s warms up: %s", subject, phase.title());
        measure(subject, phase, Duration.ZERO, options.warmup);
      }
    }
  }

  private List<PhaseResult> rounds() throws InterruptedException {
    List<PhaseResult> results = new ArrayList<>();
    for (int round = 1; round <= options.rounds; round++) {
      for (Phase phase : options.phases) {
        for (Subject subject : options.subjects()) {
          Measurement measured = measure(subject, phase, seconds(options.ramp), options.duration);
          results.add(new PhaseResult(round, subject, phase, measured));
          say(
              "round %d, %s, %s: %.0f %ss/s, %.1f µs CPU each, p50 %.0f µs, p99 %.0f µs",
              round,
              subject,
              phase.title(),
              measured.perSecond(),
              phase.unit(),
              measured.serverCpuMicrosEach(),
              measured.p50Micros(),
              measured.p99Micros());
        }
      }
    }
    return results;
  }

  private Measurement measure(Subject subject, Phase phase, Duration ramp, double durationSeconds)
      throws InterruptedException {
    double rate = phase.isCalls() ? options.rate : options.messageRate;
    LoadPlan plan =
        new LoadPlan(
            phase.isCalls() ? LoadPlan.Kind.CALLS : LoadPlan.Kind.MESSAGES,
            phase.isOpenLoop() ? rate : 0,
            options.window,
            ramp,
            seconds(durationSeconds),
            phase.isCalls() ? options.calls : options.messages);
    return generator.run(crews.get(subject), plan, running.get(subject).process().cpu());
  }

  private void keep() {
    running.forEach(
        (subject, server) -> {
          server.process().keep();
          say(
              "%s is kept: process %d, port %d",
              subject, server.process().pid(), server.process().port());
        });
  }

  private Environment environment() {
    return new Environment(
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        jvms,
        heapFlags,
        options.described());
  }

  private void say(String format, Object... values) {
    progress.printf(Locale.ROOT, format + "%n", values);
    progress.flush();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }
}
