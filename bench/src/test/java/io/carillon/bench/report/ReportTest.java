package io.carillon.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.carillon.bench.load.Measurement;
import io.carillon.bench.process.MemoryUse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Environment ENVIRONMENT =
      new Environment(2, "Linux", Map.of(), Map.of(), Map.of("client-loops", "1"));

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(new Spread(3, 1, 9));
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    Row row = Row.of("s", "l", "ms", List.of(2.0, 30.0, 4.0), List.of(1.0, 10.0, 4.0), 2.0);

    assertThat(row.ratio()).isEqualTo(new Spread(2, 1, 3));
    assertThat(row.carillon().median()).isEqualTo(4);
    assertThat(row.relay().median()).isEqualTo(4);
  }

  @Test
  void cpuIsStatedForAThousandCalls() {
    Report report =
        Report.of(
            ENVIRONMENT,
            List.of(
                result(Subject.CARILLON, measurement(1_000, 0.4, 0, Map.of())),
                result(Subject.RELAY, measurement(2_000, 0.4, 0, Map.of()))),
            List.of());

    Row cpu =
        report.summary().stream()
            .filter(row -> row.label().contains("CPU"))
            .findFirst()
            .orElseThrow();
    assertThat(cpu.unit()).isEqualTo("ms");
    assertThat(cpu.carillon().median()).isEqualTo(400, within(1e-9));
    assertThat(cpu.relay().median()).isEqualTo(200, within(1e-9));
    assertThat(cpu.ratio().median()).isEqualTo(2, within(1e-9));
    assertThat(Table.of(report)).contains("≤ 2.00  met");
  }

  @Test
  void idleMemoryIsTheGrowthByConnection() {
    IdleResult idle =
        new IdleResult(
            1,
            Subject.RELAY,
            1_000,
            new MemoryUse(50 << 20, 10 << 20),
            new MemoryUse((50 << 20) + 1_000 * 30 * 1_024, (10 << 20) + 1_000 * 15 * 1_024));

    assertThat(idle.residentKibEach()).isEqualTo(30);
    assertThat(idle.heapKibEach()).isEqualTo(15);
    assertThat(Table.of(Report.of(ENVIRONMENT, List.of(), List.of(idle))))
        .contains("memory of an idle connection, 1000 of them", "30.0", "15.0");
  }

  @Test
  void whatSpoilsAFigureIsNoted() {
    Report report =
        Report.of(
            ENVIRONMENT,
            List.of(
                result(Subject.CARILLON, measurement(1_000, 0.4, 8, Map.of("it broke", 3L))),
                result(Subject.RELAY, measurement(1_000, 0.4, 0, Map.of()))),
            List.of());

    assertThat(report.notes())
        .hasSize(2)
        .anyMatch(note -> note.contains("carillon") && note.contains("40 % of the machine"))
        .anyMatch(note -> note.contains("it broke=3"));
  }

  private static PhaseResult result(Subject subject, Measurement measurement) {
    return new PhaseResult(1, subject, Phase.CALLS_CLOSED, measurement);
  }

  private static Measurement measurement(
      long count, double serverCpu, double otherCpu, Map<String, Long> failures) {
    return new Measurement(10, count, serverCpu, 1, otherCpu, 100, 200, 300, 0, failures);
  }
}
