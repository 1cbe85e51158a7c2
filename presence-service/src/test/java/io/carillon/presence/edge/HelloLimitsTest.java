package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HelloLimitsTest {
  private final AtomicLong now = new AtomicLong();
  private final HelloLimits limits = new HelloLimits(2, now::get);

  @Test
  void eachAddressHasItsOwnAllowance() {
    assertThat(limits.take("a")).isZero();
    assertThat(limits.take("a")).isZero();
    assertThat(limits.take("a")).isEqualTo(500);
    assertThat(limits.take("b")).isZero();
  }

  @Test
  void anAddressThatWaitsMayComeAgain() {
    limits.take("a");
    limits.take("a");
    now.set(500);

    assertThat(limits.take("a")).isZero();
  }

  @Test
  void aSweepForgetsNobodyWhoIsStillLimited() {
    limits.take("a");
    limits.take("a");
    limits.sweep();

    assertThat(limits.take("a")).isPositive();
  }
}
