package io.carillon.call.webhook;

import io.carillon.runtime.data.Database;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The deliveries in SQL. Whoever is to make one leases it, by an update that succeeds for one node
 * alone; a lease that is not given back ends by itself. Safe for use by several threads.
 */
final class DeliveryTable {
  /** The longest payload. */
  static final int MOST_CHARS = 65_536;

  private static final Duration DELIVERED_KEPT = Duration.ofDays(1);
  private static final Duration OTHERS_KEPT = Duration.ofDays(30);
  private static final String WAITING = "waiting";
  private static final String DELIVERED = "delivered";
  private static final String FAILED = "failed";

  private static final String INSERT =
      "INSERT INTO webhook_deliveries (id, app, type, payload, created_at, state, attempts, due_at)"
          + " SELECT CAST(? AS VARCHAR(64)), CAST(? AS VARCHAR(64)), CAST(? AS VARCHAR(64)),"
          + " CAST(? AS VARCHAR(65536)), CAST(? AS BIGINT), 'waiting', 0, CAST(? AS BIGINT)"
          + " WHERE NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE id = ?)";
  private static final String NEXT_APP =
      "SELECT app FROM webhook_deliveries WHERE state = 'waiting' AND app > ?"
          + " ORDER BY app FETCH FIRST 1 ROWS ONLY";
  private static final String DUE =
      "SELECT id, payload, attempts, due_at FROM webhook_deliveries"
          + " WHERE state = 'waiting' AND app = ? AND due_at <= ?"
          + " ORDER BY due_at, id FETCH FIRST ? ROWS ONLY";
  private static final String LEASE =
      "UPDATE webhook_deliveries SET lease = ?, due_at = ?, attempts = attempts + 1"
          + " WHERE id = ? AND state = 'waiting' AND due_at = ?";
  private static final String SETTLE =
      "UPDATE webhook_deliveries SET state = ?, due_at = ?, problem = ?, settled_at = ?"
          + " WHERE id = ? AND state = 'waiting' AND lease = ? AND due_at = ?";
  private static final String SELECT_FAILED =
      "SELECT id, app, type, created_at, settled_at, attempts, problem FROM webhook_deliveries"
          + " WHERE state = 'failed'";
  private static final String LATEST_FIRST =
      " ORDER BY settled_at DESC, id FETCH FIRST ? ROWS ONLY";
  private static final String REPLAY =
      "UPDATE webhook_deliveries SET state = 'waiting', due_at = ?, attempts = 0,"
          + " settled_at = NULL WHERE id = ? AND state = 'failed'";
  private static final String DELETE_SETTLED =
      "DELETE FROM webhook_deliveries WHERE state = ? AND settled_at < ?";
  private static final String DELETE_WAITING =
      "DELETE FROM webhook_deliveries WHERE state = 'waiting' AND created_at < ?";
  private static final String COUNT_WAITING =
      "SELECT COUNT(*) FROM webhook_deliveries WHERE state = 'waiting'";

  private final Database database;

  DeliveryTable(Database database) {
    this.database = database;
  }

  /**
   * What becomes of a delivery after an attempt.
   *
   * @param dueAt when it is tried again, if it is
   */
  record Settlement(Delivery delivery, String state, long dueAt, String problem, long now) {
    static Settlement delivered(Delivery delivery, long now) {
      return new Settlement(delivery, DELIVERED, now, null, now);
    }

    static Settlement failed(Delivery delivery, String problem, long now) {
      return new Settlement(delivery, FAILED, now, problem, now);
    }

    static Settlement again(Delivery delivery, String problem, long dueAt, long now) {
      return new Settlement(delivery, WAITING, dueAt, problem, now);
    }
  }

  /** Queues events, but for those that are there already. */
  Future<Void> insert(List<QueuedEvent> events, long now) {
    return database
        .<Void>transaction(connection -> insert(connection, events, now))
        // Another node has just queued one of them; it is seen now.
        .recover(
            problem ->
                Database.isDuplicate(problem)
                    ? database.transaction(connection -> insert(connection, events, now))
                    : Future.failedFuture(problem));
  }

  private static Void insert(Connection connection, List<QueuedEvent> events, long now)
      throws SQLException {
    // H2 does not see in one statement of a batch what another one has inserted.
    Set<String> ids = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (QueuedEvent event : events) {
        if (!ids.add(event.id())) {
          continue;
        }
        statement.setString(1, event.id());
        statement.setString(2, event.app());
        statement.setString(3, event.type());
        statement.setString(4, event.payload());
        statement.setLong(5, now);
        statement.setLong(6, now);
        statement.setString(7, event.id());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    return null;
  }

  /** The apps for which something waits, whether or not it is due. */
  Future<List<String>> waitingApps() {
    return database.transaction(DeliveryTable::waitingApps);
  }

  /** From one to the next in the index: there may be millions of deliveries of one app. */
  private static List<String> waitingApps(Connection connection) throws SQLException {
    List<String> apps = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(NEXT_APP)) {
      String last = "";
      while (last != null) {
        statement.setString(1, last);
        try (ResultSet found = statement.executeQuery()) {
          last = found.next() ? found.getString(1) : null;
        }
        if (last != null) {
          apps.add(last);
        }
      }
    }
    return apps;
  }

  /**
   * Leases deliveries of an app that are due, those that wait longest first.
   *
   * @param lease names who leases
   * @param leaseEndsAt when others may take what is not settled by then
   */
  Future<List<Delivery>> lease(String app, String lease, long now, long leaseEndsAt, int most) {
    return database.transaction(
        connection -> lease(connection, due(connection, app, now, most), lease, leaseEndsAt));
  }

  private static List<Due> due(Connection connection, String app, long now, int most)
      throws SQLException {
    List<Due> due = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(DUE)) {
      statement.setString(1, app);
      statement.setLong(2, now);
      statement.setInt(3, most);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          due.add(
              new Due(
                  found.getString(1), app, found.getString(2), found.getInt(3), found.getLong(4)));
        }
      }
    }
    return due;
  }

  private static List<Delivery> lease(
      Connection connection, List<Due> due, String lease, long leaseEndsAt) throws SQLException {
    List<Delivery> leased = new ArrayList<>();
    if (due.isEmpty()) {
      return leased;
    }
    try (PreparedStatement statement = connection.prepareStatement(LEASE)) {
      for (Due found : due) {
        statement.setString(1, lease);
        statement.setLong(2, leaseEndsAt);
        statement.setString(3, found.id());
        statement.setLong(4, found.dueAt());
        statement.addBatch();
      }
      int[] updated = statement.executeBatch();
      for (int i = 0; i < updated.length; i++) {
        if (updated[i] == 1) {
          leased.add(due.get(i).leased(lease, leaseEndsAt));
        }
      }
    }
    return leased;
  }

  /** Notes what came of attempts; whose lease has ended has no say any more. */
  Future<Void> settle(List<Settlement> settlements) {
    return database.transaction(connection -> settle(connection, settlements));
  }

  private static Void settle(Connection connection, List<Settlement> settlements)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
      for (Settlement settlement : settlements) {
        statement.setString(1, settlement.state());
        statement.setLong(2, settlement.dueAt());
        statement.setString(3, settlement.problem());
        statement.setLong(4, settlement.now());
        statement.setString(5, settlement.delivery().id());
        statement.setString(6, settlement.delivery().lease());
        statement.setLong(7, settlement.delivery().leaseEndsAt());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    return null;
  }

  /**
   * Those given up, the latest first.
   *
   * @param app null for all
   */
  Future<List<FailedDelivery>> failed(String app, int limit) {
    return database.transaction(connection -> failed(connection, app, limit));
  }

  private static List<FailedDelivery> failed(Connection connection, String app, int limit)
      throws SQLException {
    String sql = SELECT_FAILED + (app == null ? "" : " AND app = ?") + LATEST_FIRST;
    List<FailedDelivery> failed = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int place = 1;
      if (app != null) {
        statement.setString(place++, app);
      }
      statement.setInt(place, limit);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          failed.add(
              new FailedDelivery(
                  found.getString(1),
                  found.getString(2),
                  found.getString(3),
                  found.getLong(4),
                  found.getLong(5),
                  found.getInt(6),
                  found.getString(7)));
        }
      }
    }
    return failed;
  }

  /** Lets one that was given up start anew; false if there is none of that id. */
  Future<Boolean> replay(String id, long now) {
    return database.transaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(REPLAY)) {
            statement.setLong(1, now);
            statement.setString(2, id);
            return statement.executeUpdate() == 1;
          }
        });
  }

  /** Deletes what has been kept long enough; what nobody sends is not kept for ever, either. */
  Future<Void> clean(long now) {
    return database.transaction(
        connection -> {
          try (PreparedStatement settled = connection.prepareStatement(DELETE_SETTLED);
              PreparedStatement waiting = connection.prepareStatement(DELETE_WAITING)) {
            settled.setString(1, DELIVERED);
            settled.setLong(2, now - DELIVERED_KEPT.toMillis());
            settled.executeUpdate();
            settled.setString(1, FAILED);
            settled.setLong(2, now - OTHERS_KEPT.toMillis());
            settled.executeUpdate();
            waiting.setLong(1, now - OTHERS_KEPT.toMillis());
            waiting.executeUpdate();
          }
          return null;
        });
  }

  /** How many wait, for all nodes together. */
  Future<Long> countWaiting() {
    return database.transaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(COUNT_WAITING);
              ResultSet found = statement.executeQuery()) {
            return found.next() ? found.getLong(1) : 0L;
          }
        });
  }

  private record Due(String id, String app, String payload, int attempts, long dueAt) {
    Delivery leased(String lease, long leaseEndsAt) {
      return new Delivery(id, app, payload, attempts + 1, lease, leaseEndsAt);
    }
  }
}
