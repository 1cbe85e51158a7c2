package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyCacheTest {
  private final ReplyCache cache = new ReplyCache();

  @Test
  void aReplyIsThereForTwoMinutes() {
    cache.settle(cache.open("1", null, 0), true, "{}");

    cache.evict(ReplyCache.KEEP_MS);
    assertThat(cache.find("1").json()).isEqualTo("{}");
    assertThat(cache.find("1").isOk()).isTrue();

    cache.evict(ReplyCache.KEEP_MS + 1);
    assertThat(cache.find("1")).isNull();
    assertThat(cache.isEmpty()).isTrue();
  }

  @Test
  void aRequestUnderWayIsNotForgotten() {
    cache.open("1", null, 0);

    cache.evict(10 * ReplyCache.KEEP_MS);

    assertThat(cache.find("1").isSettled()).isFalse();
  }

  @Test
  void theOldestRepliesGoWhenThereAreTooMany() {
    for (int i = 0; i < ReplyCache.MAX_REPLIES + 10; i++) {
      cache.settle(cache.open(Integer.toString(i), null, i), true, "{}");
    }
    cache.evict(0);

    assertThat(cache.find("9")).isNull();
    assertThat(cache.find("10")).isNotNull();
  }

  @Test
  void theOldestRepliesGoWhenTheyAreTooLarge() {
    String large = "x".repeat(ReplyCache.MAX_CHARS / 4);
    for (int i = 0; i < 6; i++) {
      cache.settle(cache.open(Integer.toString(i), null, 0), true, large);
    }
    cache.evict(0);

    assertThat(cache.find("1")).isNull();
    assertThat(cache.find("2")).isNotNull();
    assertThat(cache.find("5")).isNotNull();
  }

  @Test
  void whatMayBeTriedAgainIsForgotten() {
    cache.open("1", null, 0);
    cache.forget("1");

    assertThat(cache.find("1")).isNull();
  }

  @Test
  void aRepeatedAskIsCounted() {
    ReplyCache.Entry entry = cache.open("1", null, 0);
    entry.askAgain(null);

    assertThat(entry.times()).isEqualTo(2);
  }
}
