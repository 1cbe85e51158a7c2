package io.carillon.call.record;

import io.carillon.call.CallMetrics;
import io.carillon.call.core.Call;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.data.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the history of calls, many in one transaction, a moment after they end: what a node had
 * not written when it died is missing from the history. While the database does not answer, records
 * wait up to a limit; those beyond it are counted and lost.
 *
 * <p>Not safe for use by several threads: confined to one context.
 */
public final class CallRecords {
  private static final Logger log = LoggerFactory.getLogger(CallRecords.class);
  private static final long GATHER_MS = 500;
  private static final int BATCH = 500;
  private static final int MOST_WAITING = 20_000;
  private static final int MOST_COUNTS = 64;
  private static final long COUNT_TIMEOUT_MS = 100;
  private static final String DUPLICATE_KEY = "23505";

  private static final String INSERT =
      "INSERT INTO call_records (app, user_id, call_id, media, direction, peers, started_at,"
          + " duration_ms, outcome, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String COUNT_UNSEEN =
      "SELECT COUNT(*) FROM call_records WHERE app = ? AND user_id = ? AND seen = FALSE";

  private final Vertx vertx;
  private final Database database;
  private final CallMetrics metrics;
  private final List<CallRecord> waiting = new ArrayList<>();
  private Future<Void> writing = Future.succeededFuture();
  private boolean timerSet;
  private boolean draining;
  private int counts;

  /** Records in that database. */
  public CallRecords(Vertx vertx, Database database, CallMetrics metrics) {
    this.vertx = vertx;
    this.database = database;
    this.metrics = metrics;
  }

  /** Takes a call that is over; returns at once. */
  public void add(Call call) {
    List<CallRecord> records = CallRecord.of(call);
    if (waiting.size() + records.size() > MOST_WAITING) {
      metrics.recordsLost(records.size());
      return;
    }
    waiting.addAll(records);
    if (draining) {
      flush();
    } else if (!timerSet) {
      timerSet = true;
      vertx.setTimer(
          GATHER_MS,
          fired -> {
            timerSet = false;
            flush();
          });
    }
  }

  /**
   * Writes what waits, and from now on each call at once, for the node may close at any moment;
   * completes as {@link #flush}.
   */
  public Future<Void> drain() {
    draining = true;
    return flush();
  }

  /** Writes what waits; completes when it is written or given up, and never fails. */
  public Future<Void> flush() {
    writing = writing.compose(before -> writeAll());
    return writing;
  }

  /**
   * How many missed calls a user has not seen yet.
   *
   * @return 0 where the database is too slow to say; never fails
   */
  public Future<Integer> unseen(UserRef user) {
    if (counts >= MOST_COUNTS) {
      return Future.succeededFuture(0);
    }
    counts++;
    return database
        .transaction(connection -> countUnseen(connection, user))
        .onComplete(done -> counts--)
        .timeout(COUNT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .otherwise(0);
  }

  private Future<Void> writeAll() {
    if (waiting.isEmpty()) {
      return Future.succeededFuture();
    }
    List<CallRecord> batch = List.copyOf(waiting.subList(0, Math.min(BATCH, waiting.size())));
    waiting.subList(0, batch.size()).clear();
    return write(batch).compose(written -> writeAll());
  }

  private Future<Void> write(List<CallRecord> batch) {
    return database
        .<Void>transaction(connection -> insert(connection, batch))
        .recover(
            problem ->
                batch.size() > 1 && isDuplicate(problem)
                    ? writeHalves(batch)
                    : giveUp(batch, problem));
  }

  /** Somewhere in the batch is a call that was written before: finds it by halving. */
  private Future<Void> writeHalves(List<CallRecord> batch) {
    int middle = batch.size() / 2;
    return write(batch.subList(0, middle))
        .compose(written -> write(batch.subList(middle, batch.size())));
  }

  private Future<Void> giveUp(List<CallRecord> batch, Throwable problem) {
    if (!isDuplicate(problem)) {
      metrics.recordsLost(batch.size());
      log.atWarn()
          .setCause(problem)
          .addKeyValue("records", batch.size())
          .log("call records could not be written");
    }
    return Future.succeededFuture();
  }

  private static boolean isDuplicate(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && DUPLICATE_KEY.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static Void insert(Connection connection, List<CallRecord> batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (CallRecord record : batch) {
        statement.setString(1, record.app());
        statement.setString(2, record.userId());
        statement.setString(3, record.callId());
        statement.setString(4, record.media().code());
        statement.setString(5, record.direction());
        statement.setString(6, record.peerList());
        statement.setLong(7, record.startedAt());
        statement.setLong(8, record.durationMs());
        statement.setString(9, record.outcome());
        statement.setBoolean(10, record.seen());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    return null;
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
