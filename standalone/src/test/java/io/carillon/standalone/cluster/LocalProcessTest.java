package io.carillon.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Process child;
  private LocalProcess process;

  @BeforeEach
  void start() throws IOException {
    child = new ProcessBuilder("sleep", "600").start();
    process = LocalProcess.of(child);
  }

  @AfterEach
  void end() {
    child.destroyForcibly();
  }

  @Test
  void aProcessLivesUntilItIsKilled() {
    assertThat(process.isAlive()).isTrue();
    assertThat(process.awaitEnd(Duration.ofMillis(1))).isFalse();

    process.kill();

    assertThat(process.awaitEnd(PATIENCE)).isTrue();
  }

  @Test
  void aPausedProcessIsStoppedAndLivesUntilItGoesOn() {
    process.pause();
    Awaitility.await().atMost(PATIENCE).until(process::isStopped);
    assertThat(process.isAlive()).isTrue();

    process.resume();

    Awaitility.await().atMost(PATIENCE).until(() -> !process.isStopped());
  }

  @Test
  void anotherProcessWithTheSameNumberIsNotMeant() {
    LocalProcess earlier = new LocalProcess(process.pid(), process.startedAt() - 60_000);

    earlier.kill();

    assertThat(earlier.isAlive()).isFalse();
    assertThat(process.isAlive()).isTrue();
  }
}
