package io.carillon.presence.edge;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * How often an address may say hello. Safe for use by several threads; what it remembers of
 * addresses is dropped as soon as it is not needed.
 */
final class HelloLimits {
  private final ConcurrentMap<String, TokenBucket> buckets = new ConcurrentHashMap<>();
  private final int perSecond;
  private final LongSupplier monotonicMs;

  HelloLimits(int perSecond, LongSupplier monotonicMs) {
    this.perSecond = perSecond;
    this.monotonicMs = monotonicMs;
  }

  /** 0 if the address may say hello now, else in how many milliseconds. */
  long take(String address) {
    long now = monotonicMs.getAsLong();
    long[] wait = new long[1];
    buckets.compute(
        address,
        (key, known) -> {
          TokenBucket bucket =
              known == null ? new TokenBucket(perSecond, perSecond, 0, now) : known;
          wait[0] = bucket.take(now);
          return bucket;
        });
    return wait[0];
  }

  /** Forgets the addresses that have been quiet. */
  void sweep() {
    long now = monotonicMs.getAsLong();
    for (String address : buckets.keySet()) {
      buckets.computeIfPresent(address, (key, bucket) -> bucket.isFull(now) ? null : bucket);
    }
  }
}
