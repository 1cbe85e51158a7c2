package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLogTest {
  private final EventLog log = new EventLog();

  @Test
  void numbersCountFromOne() {
    assertThat(log.next()).isEqualTo(1);
    add(3);
    assertThat(log.last()).isEqualTo(3);
    assertThat(log.get(1)).isEqualTo("1");
    assertThat(log.get(3)).isEqualTo("3");
  }

  @Test
  void anAckIsCumulative() {
    add(10);

    assertThat(log.ack(4)).isTrue();
    assertThat(log.acked()).isEqualTo(4);
    assertThat(log.get(5)).isEqualTo("5");
    assertThat(log.ack(4)).isFalse();
    assertThat(log.ack(2)).isFalse();
  }

  @Test
  void anAckOfWhatNeverWasAcknowledgesAllThatThereIs() {
    add(3);

    assertThat(log.ack(1000)).isTrue();
    assertThat(log.acked()).isEqualTo(3);
    assertThat(log.next()).isEqualTo(4);
  }

  @Test
  void eventsKeepTheirPlaceHoweverManyCameAndWent() {
    for (int round = 0; round < 100; round++) {
      add(7 + round % 13);
      log.ack(log.last() - round % 5);
      for (long seq = log.acked() + 1; seq <= log.last(); seq++) {
        assertThat(log.get(seq)).isEqualTo(Long.toString(seq));
      }
    }
  }

  @Test
  void itIsOverfullAfter512Events() {
    add(512);
    assertThat(log.isOverfull()).isFalse();
    add(1);
    assertThat(log.isOverfull()).isTrue();
    log.ack(1);
    assertThat(log.isOverfull()).isFalse();
  }

  @Test
  void itIsOverfullAfterOneMebibyte() {
    String large = "x".repeat(64 * 1024);
    for (int i = 0; i < 16; i++) {
      log.add(large);
    }
    assertThat(log.isOverfull()).isFalse();
    log.add("x");
    assertThat(log.isOverfull()).isTrue();
    log.ack(1);
    assertThat(log.isOverfull()).isFalse();
    assertThat(log.chars()).isEqualTo(15 * 64 * 1024 + 1);
  }

  @Test
  void itIsHopelessAfterTwiceAsMuch() {
    add(1024);
    assertThat(log.isHopeless()).isFalse();
    add(1);
    assertThat(log.isHopeless()).isTrue();
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      log.add(Long.toString(log.next()));
    }
  }
}
