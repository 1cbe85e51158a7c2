package io.carillon.call;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carillon.runtime.config.Settings;
import io.carillon.runtime.data.Database;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The databases that SQL is tested on, for {@code @EnumSource}: H2 always; PostgreSQL where the
 * environment names one in {@code CARILLON_TEST_POSTGRES} (a JDBC URL), or where Debian's
 * postgresql-15 is installed, of which one is started. A test on a database that isn't there is
 * skipped and says why.
 */
public enum TestDatabase {
  /** The embedded one. */
  H2,
  /** The one of production. */
  POSTGRESQL;

  /**
   * The settings of an empty database of the caller's own; several may open it at once.
   *
   * @param folder for its files, if it has any
   */
  public Map<String, String> fresh(Path folder) {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    return Map.of(
        "carillon.database.url",
        switch (this) {
          case H2 -> "jdbc:h2:file:" + folder.toAbsolutePath().resolve(name);
          case POSTGRESQL -> schema(name);
        });
  }

  /** Opens the database of such settings and brings its schema up to date. */
  public static Database open(Vertx vertx, Map<String, String> settings, Path folder) {
    return Database.open(vertx, Settings.load(settings, Map.of(), null), folder);
  }

  private static String schema(String name) {
    Optional<String> server = TestPostgres.url();
    assumeTrue(
        server.isPresent(),
        "no PostgreSQL here: set CARILLON_TEST_POSTGRES, or install Debian's postgresql-15");
    String url = server.get();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL can't be used", e);
    }
    return url + (url.contains("?") ? '&' : '?') + "currentSchema=" + name;
  }
}
