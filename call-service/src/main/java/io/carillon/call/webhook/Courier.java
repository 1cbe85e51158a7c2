package io.carillon.call.webhook;

import io.carillon.runtime.data.BatchWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes deliveries that are due, this node's or another's: leases as many as may be under way to a
 * receiver, sends them, notes what came of it. A receiver that is slow or down holds up nobody
 * else. A delivery is under way at one node at a time, as long as the nodes' clocks differ by less
 * than {@value #SLACK_MS} ms.
 *
 * <p>Confined to one context.
 */
final class Courier {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  /** What a lease lasts longer than an attempt. */
  private static final long SLACK_MS = 30_000;

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final BatchWriter.Limits SETTLING =
      new BatchWriter.Limits(Duration.ofMillis(5), 500, 20_000, Duration.ofSeconds(1));

  private final Vertx vertx;
  private final WebhookSettings settings;
  private final DeliveryTable table;
  private final Endpoints endpoints;
  private final WebhookMetrics metrics;
  private final Clock clock;
  private final WebhookClient client;
  private final BatchWriter<DeliveryTable.Settlement> settlements;
  private final String lease = UUID.randomUUID().toString();
  private final Promise<Void> idle = Promise.promise();
  private int underWay;
  private int rounds;
  private boolean looking;
  private boolean lookAgain;
  private boolean moreWaits;
  private boolean draining;

  Courier(
      Vertx vertx,
      WebhookSettings settings,
      DeliveryTable table,
      Endpoints endpoints,
      WebhookMetrics metrics,
      Clock clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.table = table;
    this.endpoints = endpoints;
    this.metrics = metrics;
    this.clock = clock;
    this.client = new WebhookClient(vertx, settings.timeout(), clock);
    this.settlements = new BatchWriter<>(vertx, SETTLING, table::settle);
  }

  /** Looks now and then; ends with the context that called. */
  void start() {
    long first = settings.retries().first().toMillis();
    vertx.setPeriodic(Math.clamp(first, 1, LOOK_INTERVAL.toMillis()), fired -> look());
  }

  /** Looks for what is due; at once, or again as soon as the look that is going on is over. */
  void look() {
    if (draining) {
      return;
    }
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    lookAgain = false;
    moreWaits = false;
    table
        .waitingApps()
        .compose(this::leaseFor)
        .onFailure(problem -> log.warn("due webhooks could not be looked for", problem))
        .onComplete(
            done -> {
              looking = false;
              if (draining) {
                completeIfIdle();
              } else if (lookAgain && done.succeeded()) {
                look();
              }
            });
  }

  /** Begins nothing any more; completes when what is under way has ended and is noted. */
  Future<Void> drain() {
    draining = true;
    completeIfIdle();
    return idle.future().compose(done -> settlements.drain());
  }

  /** A different app comes first each time, since some may share a receiver. */
  private Future<Void> leaseFor(List<String> apps) {
    Future<Void> leased = Future.succeededFuture();
    rounds++;
    for (int i = 0; i < apps.size(); i++) {
      String app = apps.get(Math.floorMod(rounds + i, apps.size()));
      leased = leased.compose(before -> leaseFor(app));
    }
    return leased;
  }

  private Future<Void> leaseFor(String app) {
    Optional<Endpoint> endpoint = endpoints.of(app);
    if (draining || endpoint.isEmpty() || endpoint.get().receiver().isGone()) {
      return Future.succeededFuture();
    }
    int room = endpoint.get().receiver().room();
    if (room == 0) {
      moreWaits = true;
      return Future.succeededFuture();
    }
    long now = clock.millis();
    long leaseEndsAt = now + settings.timeout().toMillis() + SLACK_MS;
    return table
        .lease(app, lease, now, leaseEndsAt, room)
        .map(
            leased -> {
              moreWaits |= leased.size() == room;
              leased.forEach(delivery -> send(delivery, endpoint.get()));
              return null;
            });
  }

  private void send(Delivery delivery, Endpoint endpoint) {
    long begun = clock.millis();
    if (begun + settings.timeout().toMillis() > delivery.leaseEndsAt()) {
      // It took too long to get the lease: another node may have it before an answer would come.
      return;
    }
    underWay++;
    endpoint.receiver().begin();
    client
        .post(delivery, endpoint)
        .onSuccess(
            attempt -> {
              underWay--;
              endpoint.receiver().end();
              metrics.attempted(attempt.result(), clock.millis() - begun);
              settle(delivery, endpoint, attempt);
              if (moreWaits) {
                look();
              }
              if (draining) {
                completeIfIdle();
              }
            });
  }

  private void settle(Delivery delivery, Endpoint endpoint, Attempt attempt) {
    settlements
        .add(List.of(settlement(delivery, endpoint, attempt)))
        .onFailure(
            problem ->
                log.atWarn()
                    .addKeyValue("webhookId", delivery.id())
                    .addKeyValue("result", attempt.result().label())
                    .log("what came of a webhook could not be noted; it will be sent again"));
  }

  private DeliveryTable.Settlement settlement(
      Delivery delivery, Endpoint endpoint, Attempt attempt) {
    long now = clock.millis();
    return switch (attempt.result()) {
      case DELIVERED -> DeliveryTable.Settlement.delivered(delivery, now);
      case GONE -> {
        stop(delivery.app(), endpoint.receiver());
        yield givenUp(delivery, attempt, now);
      }
      case REFUSED, LATE, UNREACHABLE -> {
        var delay =
            settings
                .retries()
                .delayMs(delivery.attempt(), ThreadLocalRandom.current().nextDouble());
        yield delay.isPresent()
            ? DeliveryTable.Settlement.again(
                delivery, attempt.problem(), now + delay.getAsLong(), now)
            : givenUp(delivery, attempt, now);
      }
    };
  }

  private DeliveryTable.Settlement givenUp(Delivery delivery, Attempt attempt, long now) {
    metrics.givenUp();
    log.atWarn()
        .addKeyValue("webhookId", delivery.id())
        .addKeyValue("app", delivery.app())
        .addKeyValue("attempts", delivery.attempt())
        .addKeyValue("problem", attempt.problem())
        .log("a webhook was given up");
    return DeliveryTable.Settlement.failed(delivery, attempt.problem(), now);
  }

  private void stop(String app, Receiver receiver) {
    if (receiver.leave()) {
      metrics.receiverStopped();
      log.atWarn()
          .addKeyValue("app", app)
          .log("a receiver of webhooks answered 410 and gets nothing more until a restart");
    }
  }

  private void completeIfIdle() {
    if (!looking && underWay == 0) {
      idle.tryComplete();
    }
  }
}
