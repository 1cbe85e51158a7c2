package io.carillon.call.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final double MIDDLE = 0.5;

  @Test
  void theDelaysAreThoseOfStandardWebhooks() {
    RetrySchedule schedule = new RetrySchedule(Duration.ofSeconds(5), 10);

    assertThat(
            IntStream.rangeClosed(1, 9)
                .mapToObj(
                    attempt -> Duration.ofMillis(schedule.delayMs(attempt, MIDDLE).orElseThrow())))
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    assertThat(schedule.delayMs(10, MIDDLE)).isEmpty();
  }

  @Test
  void eachDelayIsAFifthSoonerOrLater() {
    RetrySchedule schedule = new RetrySchedule(Duration.ofSeconds(10), 2);

    assertThat(schedule.delayMs(1, 0)).hasValue(8_000);
    assertThat(schedule.delayMs(1, 1)).hasValue(12_000);
    assertThat(schedule.delayMs(2, 0)).isEmpty();
  }

  @Test
  void moreAttemptsThanTheScheduleHasAreRefused() {
    assertThatThrownBy(() -> new RetrySchedule(Duration.ofSeconds(5), 11))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetrySchedule(Duration.ofSeconds(5), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
