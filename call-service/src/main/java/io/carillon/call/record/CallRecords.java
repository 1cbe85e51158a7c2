package io.carillon.call.record;

import io.carillon.call.CallMetrics;
import io.carillon.call.core.Call;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.data.BatchWriter;
import io.carillon.runtime.data.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes the history of calls, many in one transaction, a moment after they end. A call whose
 * records were not written is offered again, by this node or by the one that takes over from it, so
 * writing one twice does no harm.
 *
 * <p>Not safe for use by several threads: confined to one context.
 */
public final class CallRecords {
  private static final BatchWriter.Limits LIMITS =
      new BatchWriter.Limits(Duration.ofMillis(500), 500, 20_000, Duration.ZERO);
  private static final Comparator<CallRecord> BY_KEY =
      Comparator.comparing(CallRecord::app)
          .thenComparing(CallRecord::userId)
          .thenComparingLong(CallRecord::startedAt)
          .thenComparing(CallRecord::callId);
  private static final int MOST_COUNTS = 64;
  private static final long COUNT_TIMEOUT_MS = 1_000;

  private static final String UPDATE =
      "UPDATE call_records SET peers = ?, duration_ms = ?, outcome = ?, seen ="
          + " (seen OR CAST(? AS BOOLEAN)) WHERE app = ? AND user_id = ? AND started_at = ?"
          + " AND call_id = ?";
  private static final String INSERT =
      "INSERT INTO call_records (app, user_id, call_id, media, direction, peers, started_at,"
          + " duration_ms, outcome, room, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String COUNT_UNSEEN =
      "SELECT COUNT(*) FROM call_records WHERE app = ? AND user_id = ? AND seen = FALSE";

  private final Database database;
  private final CallMetrics metrics;
  private final BatchWriter<CallRecord> writer;
  private int counts;

  /** Records in that database. */
  public CallRecords(Vertx vertx, Database database, CallMetrics metrics) {
    this.database = database;
    this.metrics = metrics;
    this.writer = new BatchWriter<>(vertx, LIMITS, this::write);
  }

  /**
   * Takes a call that is over, or of which users are out; returns at once.
   *
   * @return completes when the histories of those users have it; fails if they could not be written
   */
  public Future<Void> add(Call call) {
    List<CallRecord> records = CallRecord.of(call);
    return writer.add(records).onFailure(problem -> metrics.recordsLost(records.size()));
  }

  /**
   * Writes what waits, and from now on each call at once, for the node may close at any moment;
   * completes as {@link #flush}.
   */
  public Future<Void> drain() {
    return writer.drain();
  }

  /** Writes what waits; completes when it is written or given up, and never fails. */
  public Future<Void> flush() {
    return writer.flush();
  }

  /**
   * How many missed calls a user has not seen yet.
   *
   * @return null where the database is too slow to say; never fails
   */
  public Future<Integer> unseen(UserRef user) {
    if (counts >= MOST_COUNTS) {
      return Future.succeededFuture(null);
    }
    counts++;
    return database
        .transaction(connection -> countUnseen(connection, user))
        .onComplete(done -> counts--)
        .timeout(COUNT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }

  /** Where another node wrote one of them at the same moment, they are written one by one. */
  private Future<Void> write(List<CallRecord> records) {
    // In one order everywhere, so that two nodes never wait for each other's rows.
    List<CallRecord> inOrder = records.stream().sorted(BY_KEY).toList();
    return database
        .<Void>transaction(connection -> upsert(connection, inOrder))
        .recover(
            problem -> {
              if (!Database.isDuplicate(problem)) {
                return Future.failedFuture(problem);
              }
              return records.size() == 1 ? Future.succeededFuture() : oneByOne(records);
            });
  }

  private Future<Void> oneByOne(List<CallRecord> records) {
    Future<Void> written = Future.succeededFuture();
    for (CallRecord record : records) {
      written = written.compose(before -> write(List.of(record)));
    }
    return written;
  }

  private static Void upsert(Connection connection, List<CallRecord> records) throws SQLException {
    List<CallRecord> missing = new ArrayList<>();
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      for (CallRecord record : records) {
        update.setString(1, record.peerList());
        update.setLong(2, record.durationMs());
        update.setString(3, record.outcome());
        update.setBoolean(4, record.seen());
        update.setString(5, record.app());
        update.setString(6, record.userId());
        update.setLong(7, record.startedAt());
        update.setString(8, record.callId());
        update.addBatch();
      }
      int[] updated = update.executeBatch();
      for (int i = 0; i < updated.length; i++) {
        if (updated[i] == 0) {
          missing.add(records.get(i));
        }
      }
    }
    insert(connection, missing);
    return null;
  }

  private static void insert(Connection connection, List<CallRecord> records) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (CallRecord record : records) {
        statement.setString(1, record.app());
        statement.setString(2, record.userId());
        statement.setString(3, record.callId());
        statement.setString(4, record.media().code());
        statement.setString(5, record.direction());
        statement.setString(6, record.peerList());
        statement.setLong(7, record.startedAt());
        statement.setLong(8, record.durationMs());
        statement.setString(9, record.outcome());
        statement.setString(10, record.room());
        statement.setBoolean(11, record.seen());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static int countUnseen(Connection connection, UserRef user) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT_UNSEEN)) {
      statement.setString(1, user.app());
      statement.setString(2, user.userId());
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? found.getInt(1) : 0;
      }
    }
  }
}
