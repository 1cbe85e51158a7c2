package io.carillon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class AckPolicyTest {

  private final AckPolicy acks = new AckPolicy();

  @Test
  void anInvitationIsDueAtOnceAndTakesEarlierEventsAlong() {
    assertThat(acks.isDueAfter(1, false)).isFalse();
    assertThat(acks.isDueAfter(2, true)).isTrue();
    assertThat(acks.takeAck()).isEqualTo(2);
    assertThat(acks.hasUnacked()).isFalse();
  }

  @Test
  void otherEventsAreDueAfterTwenty() {
    for (int seq = 1; seq < 20; seq++) {
      assertThat(acks.isDueAfter(seq, false)).isFalse();
    }
    assertThat(acks.hasUnacked()).isTrue();
    assertThat(acks.isDueAfter(20, false)).isTrue();
    assertThat(acks.takeAck()).isEqualTo(20);
    assertThat(acks.isDueAfter(21, false)).isFalse();
  }

  @Test
  void aMissingOrRepeatedEventIsNoticed() {
    assertThat(acks.isDueAfter(1, false)).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> acks.isDueAfter(1, false));
    assertThatIllegalStateException().isThrownBy(() -> acks.isDueAfter(3, false));
  }
}
