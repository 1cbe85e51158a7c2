package io.carillon.runtime.authorization;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Every metric of the authorization hook. Safe for use by several threads.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><th>name</th><th>labels</th><th>meaning</th></tr>
 * <tr><td>carillon_hook_requests_total</td><td>action: call, presence; result: answered, failed,
 * late, skipped</td><td>questions to the app; skipped: not sent, as it was down</td></tr>
 * <tr><td>carillon_hook_request_seconds</td><td></td><td>how long the app took, answered or
 * not</td></tr>
 * <tr><td>carillon_hook_verdicts_total</td><td>action; verdict: allowed, denied,
 * down</td><td>users asked about, answers from memory included</td></tr>
 * <tr><td>carillon_hook_down</td><td></td><td>1 while the app counts as down</td></tr>
 * </table>
 */
final class HookMetrics {
  private final Counter requests;
  private final Counter verdicts;
  private final Histogram seconds;
  private final Gauge down;

  HookMetrics(PrometheusRegistry registry) {
    requests =
        Counter.builder()
            .name("carillon_hook_requests")
            .help("Questions to the authorization hook by what became of them")
            .labelNames("action", "result")
            .register(registry);
    verdicts =
        Counter.builder()
            .name("carillon_hook_verdicts")
            .help("Users about whom the authorization hook was consulted, by its verdict")
            .labelNames("action", "verdict")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("carillon_hook_request_seconds")
            .help("How long the authorization hook took")
            .classicOnly()
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
            .register(registry);
    down =
        Gauge.builder()
            .name("carillon_hook_down")
            .help("1 while the authorization hook counts as down")
            .register(registry);
  }

  void answered(Action action, long nanos) {
    requests.labelValues(action.code(), "answered").inc();
    seconds.observe(nanos / 1e9);
  }

  /** Refused, malformed, or not to be reached. */
  void failed(Action action, long nanos) {
    requests.labelValues(action.code(), "failed").inc();
    seconds.observe(nanos / 1e9);
  }

  void late(Action action, long nanos) {
    requests.labelValues(action.code(), "late").inc();
    seconds.observe(nanos / 1e9);
  }

  void skipped(Action action) {
    requests.labelValues(action.code(), "skipped").inc();
  }

  void found(Action action, Verdict verdict) {
    verdicts.labelValues(action.code(), verdict.label()).inc();
  }

  void isDown(boolean now) {
    down.set(now ? 1 : 0);
  }
}
