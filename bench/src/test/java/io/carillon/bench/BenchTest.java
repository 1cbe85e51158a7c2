package io.carillon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchTest {

  private static final String FAKE =
      "'%s/bin/java' -cp '%s' %s {port} {data}"
          .formatted(
              System.getProperty("java.home"),
              System.getProperty("java.class.path"),
              FakeCarillon.class.getName());

  private static final String SHORT =
      "--rounds 2 --duration 0.3 --ramp 0.1 --warmup 0.1 --pairs 4 --rate 50 --message-rate 200"
          + " --idle 50 --settle 0 --connect-rate 5000 --client-loops 2 --jvm-options -Xmx128m"
          + " --idle-jvm-options -Xmx128m";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void bothServersAreMeasuredInTurnsAndCompared() throws Exception {
    Path json = folder.resolve("result.json");

    int exitCode = run(SHORT, "--out", json.toString(), "--server-cmd", FAKE);

    assertThat(exitCode).describedAs(err.toString()).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("phases")).hasSize(2 * 4 * 2);
    assertThat(report.get("phases"))
        .allSatisfy(phase -> assertThat(phase.at("/measurement/failures")).isEmpty());
    // In so short a phase a busy machine may get nothing done, but not in all of them.
    assertThat(done(report, "CARILLON")).isPositive();
    assertThat(done(report, "RELAY")).isPositive();
    assertThat(report.get("phases").findValuesAsText("subject"))
        .startsWith("CARILLON", "RELAY", "CARILLON", "RELAY");
    assertThat(report.get("idle")).hasSize(2);
    assertThat(report.get("summary"))
        .allSatisfy(row -> assertThat(isRatio(row.at("/ratio/median"))).isTrue());
    assertThat(report.at("/environment/heapFlags/CARILLON"))
        .isEqualTo(report.at("/environment/heapFlags/RELAY"));
    assertThat(out.toString()).contains("server CPU for 1,000 calls", "heap in use");
  }

  private static long done(JsonNode report, String subject) {
    return StreamSupport.stream(report.get("phases").spliterator(), false)
        .filter(phase -> phase.get("subject").asText().equals(subject))
        .mapToLong(phase -> phase.at("/measurement/count").asLong())
        .sum();
  }

  /** So short a phase may cost the relay less than a tick of the clock that counts its CPU. */
  private static boolean isRatio(JsonNode median) {
    return median.isNumber() || median.asText().equals("Infinity");
  }

  @Test
  void aServerThatDoesNotStartIsReportedWithTheEndOfItsLog() {
    int exitCode = run(SHORT, "--server-cmd", "sh -c 'echo the port is taken; exit 3'");

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).contains("ended with 3", "the port is taken");
  }

  @Test
  void moreConnectionsThanFilesAreRefusedWithTheWayOut() {
    int exitCode = run(SHORT, "--idle", "2000000000", "--server-cmd", FAKE);

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).contains("ulimit -n");
  }

  @Test
  void aWrongOptionGetsTheUsageAndExitCodeTwo() {
    assertThat(run("--rounds many")).isEqualTo(2);
    assertThat(err.toString()).contains("--rounds");
  }

  private int run(String options, String... more) {
    List<String> arguments = new ArrayList<>(Arrays.asList(options.split(" ", -1)));
    arguments.addAll(Arrays.asList(more));
    arguments.addAll(List.of("--work-dir", folder.resolve("work").toString()));
    CommandLine bench = Bench.commandLine();
    bench.setOverwrittenOptionsAllowed(true);
    bench.setOut(new PrintWriter(out));
    bench.setErr(new PrintWriter(err));
    return bench.execute(arguments.toArray(String[]::new));
  }
}
