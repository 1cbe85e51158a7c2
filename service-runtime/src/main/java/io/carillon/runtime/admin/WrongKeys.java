package io.carillon.runtime.admin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many wrong keys came from each address lately. One that sent too many is not listened to for
 * the rest of a minute, or guessing on would cost it nothing. Safe for use by several threads.
 */
final class WrongKeys {
  static final int FREE = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final long ADDRESSES = 10_000;

  private final Cache<String, Count> byAddress;
  private final Ticker ticker;

  /** With a clock that only counts up, nanoseconds. */
  WrongKeys(Ticker ticker) {
    this.ticker = ticker;
    this.byAddress =
        Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterWrite(WINDOW)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** A wrong key came. */
  void add(String address) {
    byAddress.get(address, first -> new Count(ticker.read())).wrong.incrementAndGet();
  }

  /** How long nothing from that address is looked at, milliseconds; 0 if it is. */
  long banMs(String address) {
    Count count = byAddress.getIfPresent(address);
    if (count == null || count.wrong.get() < FREE) {
      return 0;
    }
    long left = WINDOW.toNanos() - (ticker.read() - count.since);
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
  }

  private static final class Count {
    private final AtomicInteger wrong = new AtomicInteger();
    private final long since;

    Count(long since) {
      this.since = since;
    }
  }
}
