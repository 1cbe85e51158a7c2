package io.carillon.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final Standstill standstill = new Standstill(time::get);

  @AfterEach
  void close() {
    standstill.close();
  }

  @Test
  void aProcessThatGoesOnFeelsNone() {
    for (int beats = 0; beats < 20; beats++) {
      assertThat(standstill.isFelt()).isFalse();
      pass(Standstill.NOTICED_FROM.dividedBy(2));
    }
  }

  @Test
  void oneThatWasStoppedFeelsItForAWhileFromTheFirstLook() {
    pass(Duration.ofSeconds(20));
    assertThat(standstill.isFelt()).isTrue();

    pass(Standstill.FELT_FOR.minusNanos(1));
    assertThat(standstill.isFelt()).isTrue();

    pass(Duration.ofNanos(1));
    assertThat(standstill.isFelt()).isFalse();
  }

  @Test
  void eachStandstillCountsOnce() {
    for (int stops = 0; stops < 3; stops++) {
      pass(Standstill.NOTICED_FROM);
      standstill.isFelt();
      standstill.isFelt();
    }

    assertThat(standstill.times()).isEqualTo(3);
  }

  @Test
  void aShortPauseIsNone() {
    pass(Standstill.NOTICED_FROM.minusNanos(1));
    assertThat(standstill.isFelt()).isFalse();
    assertThat(standstill.times()).isZero();
  }

  private void pass(Duration duration) {
    time.addAndGet(duration.toNanos());
  }
}
