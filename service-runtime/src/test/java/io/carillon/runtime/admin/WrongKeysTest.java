package io.carillon.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WrongKeysTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final WrongKeys wrongKeys = new WrongKeys(now::get);

  @Test
  void anAddressWithTooManyHasToWaitForTheEndOfTheMinute() {
    for (int i = 0; i < WrongKeys.FREE; i++) {
      assertThat(wrongKeys.banMs("a")).isZero();
      wrongKeys.add("a");
    }
    assertThat(wrongKeys.banMs("a")).isEqualTo(60_000);
    assertThat(wrongKeys.banMs("b")).isZero();
    now.addAndGet(WrongKeys.WINDOW.toNanos() / 2);
    wrongKeys.add("a");
    assertThat(wrongKeys.banMs("a")).isEqualTo(30_000);
    now.addAndGet(WrongKeys.WINDOW.toNanos() / 2);
    assertThat(wrongKeys.banMs("a")).isZero();
  }
}
