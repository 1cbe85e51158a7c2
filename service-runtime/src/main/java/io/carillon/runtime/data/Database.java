package io.carillon.runtime.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/**
 * What outlives the cluster: an embedded H2 file by default, any database that {@code
 * carillon.database.url} names otherwise. The services' migrations ({@code db/migration} on the
 * class path) run when it is opened.
 *
 * <p>Work runs on a pool of worker threads of its own, so that a slow database never holds up
 * anything else.
 */
public final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final String DUPLICATE_KEY = "23505";
  private static final String BIND_ADDRESS = "h2.bindAddress";

  private final HikariDataSource source;
  private final WorkerExecutor workers;

  private Database(HikariDataSource source, WorkerExecutor workers) {
    this.source = source;
    this.workers = workers;
  }

  /**
   * Opens a database that this process has for itself, if it is the embedded one, and brings its
   * schema up to date. Blocks.
   *
   * @throws ConfigurationException if it can't be reached or migrated
   */
  public static Database open(Vertx vertx, Settings settings, Path dataFolder) {
    return open(vertx, settings, embedded(dataFolder));
  }

  /**
   * The same where other processes of this machine may have the data folder too: whoever opened the
   * embedded database serves it to the others, and another one does when that one ends.
   *
   * @throws ConfigurationException if it can't be reached or migrated
   */
  public static Database openShared(Vertx vertx, Settings settings, Path dataFolder) {
    // Without it the server would listen on every address of the machine.
    System.setProperty(BIND_ADDRESS, System.getProperty(BIND_ADDRESS, "127.0.0.1"));
    return open(vertx, settings, embedded(dataFolder) + ";AUTO_SERVER=TRUE");
  }

  private static String embedded(Path dataFolder) {
    return "jdbc:h2:file:" + dataFolder.toAbsolutePath().resolve("carillon");
  }

  private static Database open(Vertx vertx, Settings settings, String embedded) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("carillon-database");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setJdbcUrl(settings.text("carillon.database.url", embedded));
    settings.optional("carillon.database.user").ifPresent(config::setUsername);
    settings.optional("carillon.database.password").ifPresent(config::setPassword);
    HikariDataSource source;
    try {
      source = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw unusable(settings, e);
    }
    try {
      Flyway.configure().dataSource(source).load().migrate();
    } catch (RuntimeException e) {
      source.close();
      throw unusable(settings, e);
    }
    return new Database(
        source,
        vertx.createSharedWorkerExecutor("carillon-database", CONNECTIONS, 1, TimeUnit.MINUTES));
  }

  /** Runs work in a transaction on a worker thread; it is rolled back if the work throws. */
  public <T> Future<T> transaction(Work<T> work) {
    return workers.executeBlocking(() -> run(work), false);
  }

  /** Whether work failed because a row with that key was there before, or came meanwhile. */
  public static boolean isDuplicate(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && DUPLICATE_KEY.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    source.close();
  }

  private <T> T run(Work<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, Exception problem) {
    try {
      connection.rollback();
    } catch (SQLException another) {
      problem.addSuppressed(another);
    }
  }

  private static ConfigurationException unusable(Settings settings, RuntimeException problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String where =
        settings
            .optional("carillon.database.url")
            .map(url -> "the database of carillon.database.url")
            .orElse("the embedded database in the data folder");
    return new ConfigurationException(
        "can't open "
            + where
            + ": "
            + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
  }

  /** What is done on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. The connection must not be kept. */
    T on(Connection connection) throws SQLException;
  }
}
