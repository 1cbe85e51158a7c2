package io.carillon.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HAProxy is told about the edges. */
class HaProxyTest {
  private final Plan plan = Plan.make(3, 8080, null);
  private final String configuration = HaProxy.configuration(plan);

  @Test
  void eachEdgeIsAskedWhetherItLivesAndWhetherItIsReady() {
    Plan.Node edge = plan.node("edge-2");
    String server =
        "  server edge-2 127.0.0.1:%d port %d\n".formatted(edge.port(), edge.adminPort());

    assertThat(configuration).contains("bind 127.0.0.1:8080");
    assertThat(backend("edges")).contains("option httpchk GET /livez").contains(server);
    assertThat(backend("ready")).contains("option httpchk GET /readyz").contains(server);
  }

  @Test
  void onlyAnEdgeThatDoesNotLiveLosesItsConnections() {
    assertThat(backend("edges")).contains("on-marked-down shutdown-sessions");
    assertThat(backend("ready")).doesNotContain("shutdown-sessions");
  }

  @Test
  void anEdgeThatAloneIsReadyGetsAllNewConnections() {
    assertThat(backend("edges"))
        .contains(
            "use-server edge-1 if { srv_is_up(ready/edge-1) } !{ srv_is_up(ready/edge-2) }",
            "use-server edge-2 if !{ srv_is_up(ready/edge-1) } { srv_is_up(ready/edge-2) }");
  }

  @Test
  void haProxyTakesItAsItIs(@TempDir Path folder) throws IOException, InterruptedException {
    Optional<Path> program = HaProxy.find();
    assumeTrue(program.isPresent(), "HAProxy is not installed");
    Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);

    Process check =
        new ProcessBuilder(program.get().toString(), "-c", "-f", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(check.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("WARNING").doesNotContain("ALERT");
  }

  private String backend(String name) {
    String from = configuration.substring(configuration.indexOf("\nbackend " + name + '\n') + 1);
    int next = from.indexOf("\nbackend ");
    return next < 0 ? from : from.substring(0, next + 1);
  }
}
