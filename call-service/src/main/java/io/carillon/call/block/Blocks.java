package io.carillon.call.block;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.cluster.Stage;
import io.carillon.runtime.data.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom users have blocked. Kept in SQL; the {@code blocks} map, {@code app/user} to who is blocked,
 * mirrors all of it, so that an invitation never waits for SQL. A change is in SQL before it is in
 * the map, and its future completes when it is in both.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller, and fail with
 * {@link ProtocolException}.
 */
public final class Blocks {
  /** How many users one may block. */
  public static final int MOST = 1_000;

  private static final String MAP = "blocks";

  /** Its presence says that the map has all that SQL has; no user's key is like it. */
  private static final String LOADED = "/";

  private static final int PAGE = 1_000;
  private static final Logger log = LoggerFactory.getLogger(Blocks.class);

  private final Vertx vertx;
  private final Database database;
  private final IMap<String, BlockList> lists;

  /** The blocks that this member shares with the others. */
  public Blocks(Vertx vertx, HazelcastInstance hazelcast, Database database) {
    this.vertx = vertx;
    this.database = database;
    this.lists = hazelcast.getMap(MAP);
  }

  /** Adds the map and its stored forms to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(
        new MapConfig(MAP).setInMemoryFormat(InMemoryFormat.OBJECT).setBackupCount(1));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new BlockListSerializer())
        .addSerializer(new BlockQuestion.Serializer())
        .addSerializer(new BlockUpdate.Serializer());
  }

  /** Fills the map from SQL, unless another member has; to be awaited before calls are served. */
  public Future<Void> load() {
    return database.transaction(
        connection -> {
          // One member loads; the others wait for it, so that none enters what is out of date.
          lists.lock(LOADED);
          try {
            if (!lists.containsKey(LOADED)) {
              enter(readAll(connection));
            }
          } finally {
            lists.unlock(LOADED);
          }
          return null;
        });
  }

  private void enter(Map<String, Set<String>> all) {
    all.forEach((user, blocked) -> lists.executeOnKey(user, new BlockUpdate(blocked, false)));
    lists.set(LOADED, BlockList.NONE);
    log.atInfo().addKeyValue("users", all.size()).log("block lists are loaded");
  }

  /** Those of some users who have blocked a caller. */
  public Future<Set<String>> blockers(String app, String caller, List<String> callees) {
    List<Future<Boolean>> blocked =
        callees.stream()
            .map(callee -> asks(new UserRef(app, callee), new BlockQuestion(caller)))
            .toList();
    if (blocked.size() == 1) {
      return blocked.getFirst().map(yes -> yes ? Set.copyOf(callees) : Set.of());
    }
    return Future.all(blocked)
        .map(
            done -> {
              Set<String> blockers = new HashSet<>();
              for (int i = 0; i < callees.size(); i++) {
                if (blocked.get(i).result()) {
                  blockers.add(callees.get(i));
                }
              }
              return blockers;
            });
  }

  private Future<Boolean> asks(UserRef callee, BlockQuestion question) {
    return Stage.begin(vertx, () -> lists.submitToKey(callee.key(), question))
        .recover(problem -> unavailable(problem, "block lists can't be read at the moment"));
  }

  /** Whom a user has blocked, in the order of their ids. */
  public Future<List<String>> of(UserRef user) {
    return blocked(user).map(list -> List.copyOf(new TreeSet<>(list)));
  }

  /** Blocks; fails with {@code too_large} where {@value #MOST} are blocked already. */
  public Future<Void> add(UserRef user, String blocked) {
    if (user.userId().equals(blocked)) {
      return Future.failedFuture(ProtocolException.badField("userId", "is the user's own"));
    }
    return blocked(user)
        .compose(
            before ->
                before.size() >= MOST && !before.contains(blocked)
                    ? Future.failedFuture(
                        new ProtocolException(
                            ErrorCode.TOO_LARGE,
                            "userId: a user blocks at most " + MOST + " others"))
                    : stored(connection -> insert(connection, user, blocked)))
        .compose(stored -> update(user, new BlockUpdate(Set.of(blocked), false)));
  }

  /** Takes a block back; one that is not there is no error. */
  public Future<Void> remove(UserRef user, String blocked) {
    return stored(connection -> delete(connection, user, blocked))
        .compose(stored -> update(user, new BlockUpdate(Set.of(blocked), true)));
  }

  private Future<Set<String>> blocked(UserRef user) {
    return Stage.begin(vertx, () -> lists.getAsync(user.key()))
        .map(list -> list == null ? Set.<String>of() : list.blocked())
        .recover(problem -> unavailable(problem, "block lists can't be read at the moment"));
  }

  private Future<Void> update(UserRef user, BlockUpdate update) {
    return Stage.begin(vertx, () -> lists.submitToKey(user.key(), update))
        .recover(problem -> unavailable(problem, "the block list can't be changed at the moment"));
  }

  private Future<Void> stored(Database.Work<Void> work) {
    return database
        .transaction(work)
        .recover(
            problem ->
                Database.isDuplicate(problem)
                    ? Future.succeededFuture()
                    : unavailable(problem, "the block list can't be stored at the moment"));
  }

  private static <T> Future<T> unavailable(Throwable problem, String message) {
    log.atWarn().setCause(problem).log(message);
    return Future.failedFuture(new ProtocolException(ErrorCode.UNAVAILABLE, message));
  }

  private static Void insert(Connection connection, UserRef user, String blocked)
      throws SQLException {
    return run(
        connection,
        "INSERT INTO user_blocks (app, user_id, blocked_id) VALUES (?, ?, ?)",
        user,
        blocked);
  }

  private static Void delete(Connection connection, UserRef user, String blocked)
      throws SQLException {
    return run(
        connection,
        "DELETE FROM user_blocks WHERE app = ? AND user_id = ? AND blocked_id = ?",
        user,
        blocked);
  }

  private static Void run(Connection connection, String sql, UserRef user, String blocked)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, user.app());
      statement.setString(2, user.userId());
      statement.setString(3, blocked);
      statement.executeUpdate();
    }
    return null;
  }

  private static Map<String, Set<String>> readAll(Connection connection) throws SQLException {
    Map<String, Set<String>> all = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT app, user_id, blocked_id FROM user_blocks")) {
      statement.setFetchSize(PAGE);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.computeIfAbsent(
                  new UserRef(rows.getString(1), rows.getString(2)).key(), user -> new HashSet<>())
              .add(rows.getString(3));
        }
      }
    }
    return all;
  }
}
