package io.carillon.bench.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MigrationTest {
  private final Migration migration = new Migration(2);

  @Test
  void itIsOverWhenEveryClientIsBackAndHasItsReplies() {
    migration.begin();
    migration.arrived(true);
    migration.arrived(false);
    migration.answered(true);
    migration.answered(true);
    migration.answered(false);
    assertThat(migration.isOver()).isFalse();

    migration.answered(true);

    assertThat(migration.isOver()).isTrue();
  }

  @Test
  void repliesDoNotStandForClientsThatAreNotBack() {
    migration.begin();
    for (int replies = 0; replies < 4; replies++) {
      migration.answered(true);
    }
    migration.arrived(true);

    assertThat(migration.isOver()).isFalse();
  }

  @Test
  void theResultTellsWhoResumedFromWhoBeganAnewAndWhatWasLost() {
    migration.begin();
    migration.arrived(true);
    migration.arrived(false);
    migration.answered(true);
    migration.answered(false);
    migration.answered(true);

    assertThat(migration.describe(Duration.ofMillis(2_340)))
        .startsWith("2 clients: 1 resumed on the other edge and 1 began anew,")
        .contains("of 4 requests 1 failed and 1 got no reply;")
        .endsWith("the drained edge ended after 2.3 s");
  }
}
