package io.carillon.bench;

import io.carillon.bench.load.LoadFailedException;
import io.carillon.bench.load.LoadGenerator;
import io.carillon.bench.process.MemoryUse;
import io.carillon.bench.process.ServerException;
import io.carillon.bench.report.IdleResult;
import io.carillon.bench.report.Subject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a signed-in user costs who does nothing. Each reading has a fresh server: one that has
 * carried load keeps memory that belongs to no connection.
 */
final class IdleMemory {

  /** Connections that come and go before the first reading, so that classes and pools are there. */
  private static final int WARMING = 500;

  private static final int OTHER_FILES = 500;

  private final BenchOptions options;
  private final Servers servers;
  private final LoadGenerator generator;
  private final PrintWriter progress;

  IdleMemory(BenchOptions options, Servers servers, LoadGenerator generator, PrintWriter progress) {
    this.options = options;
    this.servers = servers;
    this.generator = generator;
    this.progress = progress;
  }

  /** Open files that either side of a measurement needs. */
  static long filesFor(int connections) {
    return (long) connections + WARMING + OTHER_FILES;
  }

  List<IdleResult> measure() throws ServerException, InterruptedException {
    List<IdleResult> results = new ArrayList<>();
    if (options.idle == 0) {
      return results;
    }
    for (int round = 1; round <= options.idleRounds; round++) {
      List<String> heapFlags = List.of();
      for (Subject subject : options.subjects()) {
        Servers.Running server = servers.start(subject, options.idleJvmOptions, heapFlags);
        try {
          heapFlags = server.process().heapFlags();
          results.add(measure(round, subject, server));
        } finally {
          server.process().close();
        }
      }
    }
    return results;
  }

  private IdleResult measure(int round, Subject subject, Servers.Running server)
      throws ServerException, InterruptedException {
    server.process().requireOpenFiles(filesFor(options.idle), "--idle");
    connectAround(server, Math.min(WARMING, options.idle), () -> null);
    MemoryUse before = server.process().memory();
    MemoryUse after =
        connectAround(
            server,
            options.idle,
            () -> {
              TimeUnit.MILLISECONDS.sleep(Math.round(options.settle * 1_000));
              return server.process().memory();
            });
    IdleResult result = new IdleResult(round, subject, options.idle, before, after);
    progress.printf(
        Locale.ROOT,
        "round %d, %s, %d idle connections: %.1f KiB resident, %.1f KiB heap each%n",
        round,
        subject,
        options.idle,
        result.residentKibEach(),
        result.heapKibEach());
    progress.flush();
    return result;
  }

  private <T> T connectAround(Servers.Running server, int count, Reading<T> reading)
      throws ServerException, InterruptedException {
    LoadGenerator.Crowd crowd = generator.connectIdle(server.target(), count, options.connectRate);
    try {
      T value = reading.take();
      if (crowd.lost() > 0) {
        throw new LoadFailedException(crowd.lost() + " of " + count + " idle users were cut off");
      }
      return value;
    } finally {
      crowd.close();
    }
  }

  private interface Reading<T> {
    T take() throws ServerException, InterruptedException;
  }
}
