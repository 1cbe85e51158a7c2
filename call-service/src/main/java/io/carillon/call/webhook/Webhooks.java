package io.carillon.call.webhook;

import io.carillon.protocol.contract.WebhookEvent;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.data.BatchWriter;
import io.carillon.runtime.data.Database;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells apps what happens, by HTTP and signed as Standard Webhooks 1.0 has it. Events are queued in
 * SQL a moment after they are added and delivered at least once each, with the same id in each
 * attempt, in no certain order, by whichever node comes first. Without any address nothing is
 * written and nothing runs.
 *
 * <p>Confined to one context.
 */
public final class Webhooks {
  private static final Logger log = LoggerFactory.getLogger(Webhooks.class);
  private static final BatchWriter.Limits QUEUEING =
      new BatchWriter.Limits(Duration.ofMillis(20), 500, 20_000, Duration.ofSeconds(1));
  private static final Duration CLEAN_INTERVAL = Duration.ofMinutes(10);
  private static final Duration COUNT_INTERVAL = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final DeliveryTable table;
  private final Clock clock;
  private final Running running;

  /** What there is only if somebody is to be told. */
  private record Running(
      WebhookSettings settings,
      Endpoints endpoints,
      WebhookMetrics metrics,
      BatchWriter<QueuedEvent> queue,
      Courier courier) {}

  /**
   * Webhooks after the settings {@code carillon.webhook.*} and {@code
   * carillon.app.<app>.webhook.*}.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if one of them is wrong
   */
  public Webhooks(
      Vertx vertx, Database database, Settings settings, PrometheusRegistry registry, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.table = new DeliveryTable(database);
    this.running =
        WebhookSettings.read(settings)
            .map(read -> running(read, new Endpoints(settings), new WebhookMetrics(registry)))
            .orElse(null);
  }

  private Running running(WebhookSettings settings, Endpoints endpoints, WebhookMetrics metrics) {
    return new Running(
        settings,
        endpoints,
        metrics,
        new BatchWriter<>(vertx, QUEUEING, batch -> table.insert(batch, clock.millis())),
        new Courier(vertx, settings, table, endpoints, metrics, clock));
  }

  /** Begins to deliver, what waits from before included; ends with the context that called. */
  public void start() {
    if (running == null) {
      return;
    }
    running.courier().start();
    running.courier().look();
    clean();
    vertx.setPeriodic(CLEAN_INTERVAL.toMillis(), fired -> clean());
    count();
    vertx.setPeriodic(COUNT_INTERVAL.toMillis(), fired -> count());
  }

  /** Whether an app is told of anything. */
  public boolean tells(String app) {
    return running != null && running.endpoints().of(app).isPresent();
  }

  /** Whether what the caller's app put into a call may be told. */
  boolean tellsUserInfo() {
    return running != null && running.settings().userInfo();
  }

  /**
   * Queues an event; returns at once. An event that is queued already, or was delivered within the
   * last day, is not queued again.
   *
   * @return completes when it outlives the node, or nobody is to be told of it; fails if it is lost
   */
  public Future<Void> add(WebhookEvent event) {
    return add(List.of(event));
  }

  /** Queues events together, as {@link #add(WebhookEvent)}. */
  public Future<Void> add(Collection<WebhookEvent> events) {
    if (running == null || events.isEmpty()) {
      return Future.succeededFuture();
    }
    List<QueuedEvent> wanted = events.stream().filter(this::isWanted).map(QueuedEvent::of).toList();
    if (wanted.isEmpty()) {
      return Future.succeededFuture();
    }
    if (wanted.stream().anyMatch(event -> event.payload().length() > DeliveryTable.MOST_CHARS)) {
      running.metrics().lost(wanted.size());
      return Future.failedFuture("an event for a webhook is too long");
    }
    return running
        .queue()
        .add(wanted)
        .onSuccess(
            written -> {
              running.metrics().queued(wanted.size());
              running.courier().look();
            })
        .onFailure(problem -> running.metrics().lost(wanted.size()));
  }

  private boolean isWanted(WebhookEvent event) {
    Optional<Endpoint> endpoint =
        running.settings().events().contains(event.type())
            ? running.endpoints().of(event.app())
            : Optional.empty();
    if (endpoint.isPresent() && endpoint.get().receiver().isGone()) {
      running.metrics().unwanted();
      return false;
    }
    return endpoint.isPresent();
  }

  /**
   * Begins no delivery any more. What is added from now on is written at once, for the node may
   * close at any moment.
   *
   * @return completes when what was added is written and what is under way has ended
   */
  public Future<Void> drain() {
    return running == null
        ? Future.succeededFuture()
        : running.queue().drain().compose(written -> running.courier().drain());
  }

  private void clean() {
    table
        .clean(clock.millis())
        .onFailure(problem -> log.warn("old webhooks could not be deleted", problem));
  }

  private void count() {
    table
        .countWaiting()
        .onSuccess(running.metrics()::waiting)
        .onFailure(problem -> log.debug("waiting webhooks could not be counted", problem));
  }
}
