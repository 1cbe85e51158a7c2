package io.carillon.presence.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessesTest {
  private static final long PATIENCE = 60_000;

  private final Guesses guesses = new Guesses();

  @Test
  void tenWithinTenMinutesAreMany() {
    add(9, 0);
    assertThat(guesses.areMany(0)).isFalse();
    guesses.add(Guesses.WINDOW_MS);

    assertThat(guesses.areMany(Guesses.WINDOW_MS)).isTrue();
    assertThat(guesses.areMany(Guesses.WINDOW_MS + 1)).isFalse();
  }

  @Test
  void theLastTenCount() {
    add(9, 0);
    add(9, 2 * Guesses.WINDOW_MS);
    assertThat(guesses.areMany(2 * Guesses.WINDOW_MS)).isFalse();

    guesses.add(2 * Guesses.WINDOW_MS + 5);

    assertThat(guesses.areMany(2 * Guesses.WINDOW_MS + 5)).isTrue();
  }

  @Test
  void eachWaitIsTwiceTheOneBeforeUpTo15Seconds() {
    add(10, 0);
    long now = 0;
    for (long expected : new long[] {500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000}) {
      assertThat(guesses.queue(now, PATIENCE)).isEqualTo(expected);
      now += expected;
    }
  }

  @Test
  void thoseSideBySideWaitOneBehindTheOther() {
    add(10, 0);

    assertThat(guesses.queue(100, PATIENCE)).isEqualTo(500);
    assertThat(guesses.queue(200, PATIENCE)).isEqualTo(400 + 1_000);
    assertThat(guesses.queue(300, PATIENCE)).isEqualTo(1_300 + 2_000);
  }

  @Test
  void whoCantWaitForSoLongIsNotInTheQueue() {
    add(10, 0);
    assertThat(guesses.queue(0, 1_200)).isEqualTo(500);

    assertThat(guesses.queue(0, 1_200)).isEqualTo(1_500);
    assertThat(guesses.queue(0, 1_200)).isEqualTo(1_500);
    assertThat(guesses.queue(300, 1_200)).isEqualTo(1_200);
  }

  @Test
  void whoIsAloneCanAlwaysWait() {
    add(10, 0);
    long now = 0;
    for (int i = 0; i < 10; i++) {
      long wait = guesses.queue(now, 1_200);
      assertThat(wait).isLessThanOrEqualTo(1_200);
      now += wait;
    }
  }

  @Test
  void afterAQuietTimeTheWaitBeginsAnew() {
    add(10, 0);
    guesses.queue(0, PATIENCE);
    guesses.queue(0, PATIENCE);
    long later = 2 * Guesses.WINDOW_MS;

    add(10, later);

    assertThat(guesses.queue(later, PATIENCE)).isEqualTo(500);
  }

  private void add(int count, long at) {
    for (int i = 0; i < count; i++) {
      guesses.add(at);
    }
  }
}
