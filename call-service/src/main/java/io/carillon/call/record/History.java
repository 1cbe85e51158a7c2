package io.carillon.call.record;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.HistoryRecord;
import io.carillon.runtime.data.Database;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users' histories say of calls that are over: read, marked as seen, and cleared away when it
 * is old.
 *
 * <p>Safe for use by several threads; futures fail with {@link ProtocolException} {@code
 * unavailable} if the database does not answer.
 */
public final class History {
  /**
   * What a missed call is: rung, and neither answered nor declined, nor replaced by another call.
   */
  private static final String MISSED =
      " AND direction = '"
          + CallRecord.INCOMING
          + "' AND outcome NOT IN ('answered', 'declined', 'replaced')";

  private static final String COLUMNS =
      "SELECT call_id, media, direction, peers, started_at, duration_ms, outcome, room"
          + " FROM call_records WHERE app = ? AND user_id = ? AND started_at < ?";
  private static final String LATEST_FIRST = " ORDER BY started_at DESC, call_id DESC LIMIT ?";
  private static final String SEEN =
      "UPDATE call_records SET seen = TRUE"
          + " WHERE app = ? AND user_id = ? AND seen = FALSE AND started_at <= ?";
  private static final String CLEAR =
      "DELETE FROM call_records WHERE started_at < ? AND call_id IN"
          + " (SELECT call_id FROM call_records WHERE started_at < ? LIMIT ?)";
  private static final int CLEARED_AT_ONCE = 1_000;

  private static final Logger log = LoggerFactory.getLogger(History.class);

  private final Database database;

  /** The histories in that database. */
  public History(Database database) {
    this.database = database;
  }

  /**
   * Records of a user, the latest first.
   *
   * @param before only calls that were made before that time, milliseconds since the epoch
   * @param missed whether only missed calls are wanted
   */
  public Future<List<HistoryRecord>> list(UserRef user, long before, int limit, boolean missed) {
    return database
        .transaction(connection -> read(connection, user, before, limit, missed))
        .recover(History::unavailable);
  }

  /** The user has seen the missed calls up to that time, milliseconds since the epoch. */
  public Future<Void> seen(UserRef user, long upTo) {
    return database
        .<Void>transaction(connection -> mark(connection, user, upTo))
        .recover(History::unavailable);
  }

  /**
   * Clears away the records of calls that were made before that time, some at a time, so that
   * nothing is locked for long.
   *
   * @return how many there were
   */
  public Future<Integer> clear(long before) {
    return database
        .transaction(connection -> delete(connection, before))
        .compose(
            some ->
                some < CLEARED_AT_ONCE
                    ? Future.succeededFuture(some)
                    : clear(before).map(more -> some + more));
  }

  private static <T> Future<T> unavailable(Throwable problem) {
    log.warn("the database of call records did not answer", problem);
    return Future.failedFuture(
        new ProtocolException(
            ErrorCode.UNAVAILABLE, "the history can't be read or changed at the moment"));
  }

  private static List<HistoryRecord> read(
      Connection connection, UserRef user, long before, int limit, boolean missed)
      throws SQLException {
    String sql = COLUMNS + (missed ? MISSED : "") + LATEST_FIRST;
    List<HistoryRecord> records = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, user.app());
      statement.setString(2, user.userId());
      statement.setLong(3, before);
      statement.setInt(4, limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          records.add(
              new HistoryRecord(
                  row.getString(1),
                  MediaKind.of(row.getString(2)),
                  row.getString(3),
                  peers(row.getString(4)),
                  row.getLong(5),
                  row.getLong(6),
                  row.getString(7),
                  row.getString(8)));
        }
      }
    }
    return records;
  }

  private static List<String> peers(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }

  private static Void mark(Connection connection, UserRef user, long upTo) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
      statement.setString(1, user.app());
      statement.setString(2, user.userId());
      statement.setLong(3, upTo);
      statement.executeUpdate();
    }
    return null;
  }

  private static int delete(Connection connection, long before) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLEAR)) {
      statement.setLong(1, before);
      statement.setLong(2, before);
      statement.setInt(3, CLEARED_AT_ONCE);
      return statement.executeUpdate();
    }
  }
}
