package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  @Test
  void aBurstIsGrantedAndThenTheRate() {
    TokenBucket bucket = new TokenBucket(10, 5, 0, 0);
    for (int i = 0; i < 5; i++) {
      assertThat(bucket.take(0)).isZero();
    }

    assertThat(bucket.take(0)).isEqualTo(100);
    assertThat(bucket.take(100)).isZero();
    assertThat(bucket.take(100)).isEqualTo(100);
  }

  @Test
  void whoWaitsAsToldIsGranted() {
    TokenBucket bucket = new TokenBucket(7, 3, 3, 0);
    long now = 0;
    for (int i = 0; i < 50; i++) {
      long wait = bucket.take(now);
      if (wait > 0) {
        now += wait;
        assertThat(bucket.take(now)).isZero();
      }
    }
  }

  @Test
  void refusalsCostNothingWithoutOverdraft() {
    TokenBucket bucket = new TokenBucket(10, 1, 0, 0);
    bucket.take(0);
    for (int i = 0; i < 100; i++) {
      bucket.take(0);
    }

    assertThat(bucket.take(100)).isZero();
  }

  @Test
  void whoGoesOnAskingOverdrawsUntilItIsExhausted() {
    TokenBucket bucket = new TokenBucket(10, 5, 5, 0);
    for (int i = 0; i < 9; i++) {
      bucket.take(0);
      assertThat(bucket.isExhausted()).isFalse();
    }
    bucket.take(0);
    assertThat(bucket.isExhausted()).isTrue();
    assertThat(bucket.take(0)).isEqualTo(600);
  }

  @Test
  void itFillsUpAgain() {
    TokenBucket bucket = new TokenBucket(10, 5, 0, 0);
    bucket.take(0);

    assertThat(bucket.isFull(99)).isFalse();
    assertThat(bucket.isFull(100)).isTrue();
  }
}
