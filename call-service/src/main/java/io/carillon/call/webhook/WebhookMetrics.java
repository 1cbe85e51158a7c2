package io.carillon.call.webhook;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Every metric of webhooks. Safe for use by several threads. */
final class WebhookMetrics {
  private final Counter events;
  private final Counter attempts;
  private final Histogram seconds;
  private final Counter givenUp;
  private final Gauge waiting;
  private final Gauge stopped;

  WebhookMetrics(PrometheusRegistry registry) {
    events =
        Counter.builder()
            .name("carillon_webhook_events_total")
            .help("Events for webhooks: queued, lost (the database did not take them) or unwanted")
            .labelNames("result")
            .register(registry);
    attempts =
        Counter.builder()
            .name("carillon_webhook_attempts_total")
            .help("Attempts to deliver an event, by what came of them")
            .labelNames("result")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("carillon_webhook_attempt_seconds")
            .help("How long a receiver took, whatever it answered")
            .classicOnly()
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)
            .register(registry);
    givenUp =
        Counter.builder()
            .name("carillon_webhook_given_up_total")
            .help("Deliveries given up after the last attempt")
            .register(registry);
    waiting =
        Gauge.builder()
            .name("carillon_webhook_waiting")
            .help("Deliveries that wait in the database, of all nodes")
            .register(registry);
    stopped =
        Gauge.builder()
            .name("carillon_webhook_receivers_stopped")
            .help("Receivers that answered 410 and get nothing more from this node")
            .register(registry);
  }

  void queued(int number) {
    events.labelValues("queued").inc(number);
  }

  void lost(int number) {
    events.labelValues("lost").inc(number);
  }

  /** The receiver has said that it wants nothing any more. */
  void unwanted() {
    events.labelValues("unwanted").inc();
  }

  void attempted(Attempt.Result result, long millis) {
    attempts.labelValues(result.label()).inc();
    seconds.observe(millis / 1e3);
  }

  void givenUp() {
    givenUp.inc();
  }

  void waiting(long number) {
    waiting.set((double) number);
  }

  void receiverStopped() {
    stopped.inc();
  }
}
