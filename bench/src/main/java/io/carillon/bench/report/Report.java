package io.carillon.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.carillon.bench.load.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All that was measured, and what follows from it.
 *
 * @param environment where
 * @param summary medians and ratios
 * @param phases each phase of each round
 * @param idle memory of idle connections
 * @param notes what a reader has to know before believing a figure
 */
public record Report(
    Environment environment,
    List<Row> summary,
    List<PhaseResult> phases,
    List<IdleResult> idle,
    List<String> notes) {

  private static final double IDLE_GOAL = 1.2;

  /** Draws the conclusions. */
  public static Report of(
      Environment environment, List<PhaseResult> phases, List<IdleResult> idle) {
    List<Row> rows = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      if (phases.stream().anyMatch(result -> result.phase() == phase)) {
        rows.addAll(rowsOf(phase, phases));
      }
    }
    if (!idle.isEmpty()) {
      rows.addAll(idleRows(idle));
    }
    return new Report(
        environment,
        List.copyOf(rows),
        List.copyOf(phases),
        List.copyOf(idle),
        Notes.on(environment, phases));
  }

  /**
   * Writes everything as JSON.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeTo(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }

  private static List<Row> rowsOf(Phase phase, List<PhaseResult> results) {
    String each = "server CPU for 1,000 " + phase.unit() + "s";
    return List.of(
        row(phase, results, phase.unit() + "s", "1/s", Measurement::perSecond, null),
        // Microseconds of one are milliseconds of a thousand.
        row(phase, results, each, "ms", Measurement::serverCpuMicrosEach, phase.cpuGoal()),
        row(phase, results, "delivered, p50", "µs", Measurement::p50Micros, null),
        row(phase, results, "delivered, p99", "µs", Measurement::p99Micros, null));
  }

  private static Row row(
      Phase phase,
      List<PhaseResult> results,
      String label,
      String unit,
      ToDoubleFunction<Measurement> value,
      Double goal) {
    return Row.of(
        phase.title(),
        label,
        unit,
        values(results, phase, Subject.CARILLON, value),
        values(results, phase, Subject.RELAY, value),
        goal);
  }

  private static List<Double> values(
      List<PhaseResult> results,
      Phase phase,
      Subject subject,
      ToDoubleFunction<Measurement> value) {
    return results.stream()
        .filter(result -> result.phase() == phase && result.subject() == subject)
        .map(result -> value.applyAsDouble(result.measurement()))
        .toList();
  }

  private static List<Row> idleRows(List<IdleResult> idle) {
    String section = "memory of an idle connection, " + idle.getFirst().connections() + " of them";
    return List.of(
        idleRow(section, idle, "resident set", IdleResult::residentKibEach),
        idleRow(section, idle, "heap in use", IdleResult::heapKibEach));
  }

  private static Row idleRow(
      String section, List<IdleResult> idle, String label, ToDoubleFunction<IdleResult> value) {
    return Row.of(
        section,
        label,
        "KiB",
        idleValues(idle, Subject.CARILLON, value),
        idleValues(idle, Subject.RELAY, value),
        IDLE_GOAL);
  }

  private static List<Double> idleValues(
      List<IdleResult> idle, Subject subject, ToDoubleFunction<IdleResult> value) {
    return idle.stream()
        .filter(result -> result.subject() == subject)
        .map(value::applyAsDouble)
        .toList();
  }
}
