package io.carillon.bench.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DrainCommandTest {
  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void moreSocketsThanFilesAreRefusedWithTheOptionToChange() {
    assertThat(run("--sockets", "2000000000")).isEqualTo(1);

    assertThat(err.toString()).contains("ulimit -n", "needs 3000000500", "(--sockets)");
  }

  @Test
  void aFolderWithoutTheScriptIsNamed() {
    assertThat(run("--sockets", "1")).isEqualTo(1);

    assertThat(err.toString()).contains("./carillon cluster up", "No such file");
  }

  @Test
  void aClusterThatDoesNotComeUpIsReported() throws IOException {
    Path script = Files.writeString(folder.resolve("carillon"), "#!/bin/sh\nexit 3\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

    assertThat(run("--sockets", "1")).isEqualTo(1);

    assertThat(err.toString()).contains("./carillon cluster up", "ended with 3");
  }

  @Test
  void aWrongOptionGetsTheUsageAndExitCodeTwo() {
    assertThat(run("--sockets", "many")).isEqualTo(2);

    assertThat(err.toString()).contains("--sockets");
  }

  private int run(String... options) {
    CommandLine drain = new CommandLine(DrainCommand.class);
    drain.setErr(new PrintWriter(err));
    return drain.execute(
        Stream.concat(Stream.of("--server-dir", folder.toString()), Stream.of(options))
            .toArray(String[]::new));
  }
}
