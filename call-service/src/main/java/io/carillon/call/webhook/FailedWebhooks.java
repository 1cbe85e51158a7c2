package io.carillon.call.webhook;

import io.carillon.runtime.data.Database;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;

/** Deliveries that were given up, for administrators. Safe for use by several threads. */
public final class FailedWebhooks {
  private final DeliveryTable table;
  private final Clock clock;

  /** Those of that database. */
  public FailedWebhooks(Database database, Clock clock) {
    this.table = new DeliveryTable(database);
    this.clock = clock;
  }

  /**
   * Those of the last 30 days, the latest first.
   *
   * @param app null for all
   */
  public Future<List<FailedDelivery>> list(String app, int limit) {
    return table.failed(app, limit);
  }

  /**
   * Has one tried anew, under the same id and with all its attempts before it.
   *
   * @return false if none of that id was given up
   */
  public Future<Boolean> replay(String id) {
    return table.replay(id, clock.millis());
  }
}
