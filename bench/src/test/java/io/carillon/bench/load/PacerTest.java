package io.carillon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PacerTest {

  @Test
  void intendedMomentsAreEvenHoweverLateTheyAreServed() throws Exception {
    List<Long> intended = new CopyOnWriteArrayList<>();
    CountDownLatch twenty = new CountDownLatch(20);
    Pacer pacer =
        new Pacer(
            1_000,
            moment -> {
              intended.add(moment);
              if (intended.size() == 3) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
              }
              twenty.countDown();
            });

    pacer.start();
    assertThat(twenty.await(30, TimeUnit.SECONDS)).isTrue();
    pacer.stop();

    for (int i = 1; i < intended.size(); i++) {
      assertThat(intended.get(i) - intended.get(i - 1)).isEqualTo(1_000_000);
    }
  }

  @Test
  void nothingArrivesBeforeItsMoment() throws Exception {
    List<Long> early = new CopyOnWriteArrayList<>();
    CountDownLatch twenty = new CountDownLatch(20);
    Pacer pacer =
        new Pacer(
            2_000,
            moment -> {
              if (System.nanoTime() < moment) {
                early.add(moment);
              }
              twenty.countDown();
            });

    pacer.start();
    assertThat(twenty.await(30, TimeUnit.SECONDS)).isTrue();
    pacer.stop();

    assertThat(early).isEmpty();
  }

  @Test
  void aRateIsMoreThanNothing() {
    for (double rate : new double[] {0, -1, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Pacer(rate, moment -> {}));
    }
  }
}
