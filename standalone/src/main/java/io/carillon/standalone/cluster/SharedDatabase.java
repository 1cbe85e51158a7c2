package io.carillon.standalone.cluster;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.data.Database;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;

/**
 * The embedded database of the data folder, for several processes: the front opens the file and
 * serves it on the loopback address, so that no node that is killed takes it away.
 */
final class SharedDatabase {
  private SharedDatabase() {}

  /** Where a node finds it. */
  static String url(Plan plan) {
    return "jdbc:h2:tcp://127.0.0.1:" + plan.databasePort() + '/' + plan.databaseKey();
  }

  /**
   * Serves the database until the process ends. It is opened here first, which brings its tables up
   * to date before the nodes race for it. Blocks.
   *
   * @throws ConfigurationException if it is in use, or can't be served there
   */
  static void serve(Vertx vertx, Settings settings, Plan plan, Path dataFolder) {
    // H2 reads it once, when it is loaded, and listens on every address without it.
    System.setProperty("h2.bindAddress", "127.0.0.1");
    Database.open(vertx, settings, dataFolder);
    try {
      Server.createTcpServer(
              "-tcpPort",
              String.valueOf(plan.databasePort()),
              "-tcpDaemon",
              "-key",
              plan.databaseKey(),
              dataFolder.resolve("carillon").toString())
          .start();
    } catch (SQLException e) {
      throw new ConfigurationException("can't serve the database: " + e.getMessage());
    }
  }
}
