package io.carillon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.faults.report.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As much of the fault suite as every build can wait for. */
class ShortFaultsIT {
  private static final int MOST_CALLS_NOT_MADE = 2;

  @Test
  void nothingIsLostWhenACallNodeAndAnEdgeAreKilledAndAnEdgeIsDrained(@TempDir Path folder)
      throws Exception {
    Outcome outcome = Runs.run(folder, Runs.sound(), 1, 40, "kill-call", "kill-edge", "drain-edge");

    assertThat(outcome.troubles()).isEmpty();
    assertThat(outcome.verdict().violations()).isEmpty();
    assertThat(outcome.faults()).hasSize(3);
    assertThat(outcome.verdict().calls())
        .as("calls that were made, of %d that were not", outcome.skipped())
        .isGreaterThan((int) outcome.skipped() / MOST_CALLS_NOT_MADE);
  }
}
