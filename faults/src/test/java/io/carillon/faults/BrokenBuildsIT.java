package io.carillon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.faults.check.Violation;
import io.carillon.faults.cluster.NodeProgram;
import io.carillon.faults.report.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker fails on builds that are broken on purpose. */
class BrokenBuildsIT {
  private static final String WITHOUT_BACKUPS = "io.carillon.faults.broken.NodeWithoutBackups";
  private static final String THAT_REPEATS_ITSELF =
      "io.carillon.faults.broken.NodeThatRepeatsItself";

  @Test
  void aBuildThatKeepsNoBackupsOfCallsLosesSomeWithTheirNode(@TempDir Path folder)
      throws Exception {
    NodeProgram call = new NodeProgram(Runs.brokenClassPath(), WITHOUT_BACKUPS, List.of());
    Outcome outcome =
        Runs.run(
            folder,
            Runs.programs(call, NodeProgram.usual(Runs.soundClassPath())),
            1,
            20,
            "kill-call");

    assertThat(outcome.verdict().violations())
        .extracting(Violation::rule)
        .contains("acknowledged-steps-stay");
  }

  @Test
  void aBuildWhoseEdgesDoNotCompareVersionsTakesClientsBack(@TempDir Path folder) throws Exception {
    NodeProgram call = new NodeProgram(Runs.brokenClassPath(), THAT_REPEATS_ITSELF, List.of());
    NodeProgram edge = NodeProgram.usual(Runs.brokenClassPath());
    Outcome outcome = Runs.run(folder, Runs.programs(call, edge), 1, 10, "kill-call");

    assertThat(outcome.verdict().violations())
        .extracting(Violation::rule)
        .contains("versions-never-go-back");
  }
}
