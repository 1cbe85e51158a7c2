package io.carillon.bench.load;

import java.util.Map;

/**
 * What one phase of load measured.
 *
 * @param seconds length of the measuring window
 * @param count whole calls, or relayed messages, that were completed within it
 * @param serverCpuSeconds user and system time of the server's process within it
 * @param clientCpuSeconds user and system time of the load generator within it
 * @param otherCpuSeconds time that the machine spent on anything else; much of it spoils the
 *     figures
 * @param p50Micros median from the offer's (or message's) intended moment to its delivery
 * @param p99Micros 99th percentile of the same
 * @param maxMicros longest of the same
 * @param unserved arrivals that found no free pair to the end
 * @param failures what went wrong, and how often, the ramp included
 */
public record Measurement(
    double seconds,
    long count,
    double serverCpuSeconds,
    double clientCpuSeconds,
    double otherCpuSeconds,
    double p50Micros,
    double p99Micros,
    double maxMicros,
    long unserved,
    Map<String, Long> failures) {

  /** Completions per second. */
  public double perSecond() {
    return count / seconds;
  }

  /** Server CPU of one completion in microseconds; NaN if there was none. */
  public double serverCpuMicrosEach() {
    return count == 0 ? Double.NaN : serverCpuSeconds * 1e6 / count;
  }
}
