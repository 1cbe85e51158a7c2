package io.carillon.runtime.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private final AtomicLong now = new AtomicLong();
  private final Circuit circuit = new Circuit(now::get);

  @Test
  void someFailuresAreForgiven() {
    fail(Circuit.FAILURES - 1);
    assertThat(circuit.mayTry()).isTrue();
    assertThat(circuit.succeeded()).isFalse();
    fail(Circuit.FAILURES - 1);

    assertThat(circuit.mayTry()).isTrue();
  }

  @Test
  void whoFailsAgainAndAgainIsLeftAloneForAWhile() {
    fail(Circuit.FAILURES - 1);
    assertThat(circuit.failed()).isTrue();

    assertThat(circuit.mayTry()).isFalse();
    now.addAndGet(Circuit.PAUSE_MS - 1);
    assertThat(circuit.mayTry()).isFalse();
    now.addAndGet(1);
    assertThat(circuit.mayTry()).isTrue();
  }

  @Test
  void oneQuestionAPauseFindsOutWhetherItAnswersAgain() {
    fail(Circuit.FAILURES);
    now.addAndGet(Circuit.PAUSE_MS);
    assertThat(circuit.mayTry()).isTrue();
    assertThat(circuit.mayTry()).isFalse();

    assertThat(circuit.failed()).isFalse();
    assertThat(circuit.mayTry()).isFalse();
    now.addAndGet(Circuit.PAUSE_MS);
    assertThat(circuit.mayTry()).isTrue();

    assertThat(circuit.succeeded()).isTrue();
    assertThat(circuit.mayTry()).isTrue();
    assertThat(circuit.succeeded()).isFalse();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      circuit.failed();
    }
  }
}
