package io.carillon.bench.report;

import io.carillon.bench.load.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a reader has to know before believing a figure. */
final class Notes {

  private static final double MUCH_FOREIGN_CPU = 0.10;
  private static final double BUSY_LOOP = 0.90;

  private Notes() {}

  static List<String> on(Environment environment, List<PhaseResult> results) {
    List<String> notes = new ArrayList<>();
    if (Set.copyOf(environment.heapFlags().values()).size() > 1) {
      notes.add("The two servers ran with different heaps: " + environment.heapFlags());
    }
    if (Set.copyOf(environment.jvm().values()).size() > 1) {
      notes.add("The two servers ran on different JVMs: " + environment.jvm());
    }
    for (PhaseResult result : results) {
      addNotes(environment, result, notes);
    }
    return List.copyOf(notes);
  }

  private static void addNotes(Environment environment, PhaseResult result, List<String> notes) {
    Measurement measured = result.measurement();
    String where =
        result.subject().name().toLowerCase(Locale.ROOT)
            + ", round "
            + result.round()
            + ", "
            + result.phase().title()
            + ": ";
    double foreign = measured.otherCpuSeconds() / measured.seconds() / environment.cpus();
    if (foreign > MUCH_FOREIGN_CPU) {
      notes.add(
          where
              + "other processes took "
              + Math.round(foreign * 100)
              + " % of the machine; expect noise");
    }
    double clientLoops = Double.parseDouble(environment.options().get("client-loops"));
    if (!result.phase().isOpenLoop()
        && measured.clientCpuSeconds() / measured.seconds() > BUSY_LOOP * clientLoops) {
      notes.add(
          where
              + "the load generator was at its own limit; "
              + result.phase().unit()
              + "s per second are its, not the server's");
    }
    if (!measured.failures().isEmpty()) {
      notes.add(where + "failed: " + measured.failures());
    }
    if (measured.unserved() > 0) {
      notes.add(where + measured.unserved() + " arrivals were never served");
    }
  }
}
