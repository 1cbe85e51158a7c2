package io.carillon.standalone.cluster;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.ListenAddress;
import io.carillon.runtime.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/**
 * What is before and behind the nodes of a local cluster, and is no part of it: the address that
 * clients know, and the database. Runs until its process ends.
 */
final class Front {
  private final ClusterFolder folder;
  private final Settings settings;

  Front(ClusterFolder folder, Settings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Serves, and returns when HAProxy ends, or never.
   *
   * @throws ConfigurationException if a port is taken, or the database is in use
   */
  void run(Plan plan) throws InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    if (settings.optional("carillon.database.url").isEmpty()) {
      SharedDatabase.serve(vertx, settings, plan, folder.data());
    }
    Optional<Path> haProxy = HaProxy.find();
    if (haProxy.isPresent()) {
      Process process = HaProxy.start(haProxy.get(), plan, folder.file("haproxy.cfg"));
      folder.save("balancer", LocalProcess.of(process));
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end-haproxy"));
      process.waitFor();
      throw new ConfigurationException("haproxy ended: see " + folder.log(LocalCluster.FRONT));
    }
    balance(vertx, plan);
    new CountDownLatch(1).await();
  }

  private static void balance(Vertx vertx, Plan plan) {
    ListenAddress address = new ListenAddress("127.0.0.1", "--host", plan.port(), "--port");
    try {
      new Balancer(vertx, plan.edges())
          .listen(plan.port())
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw address.explain(e.getCause()) instanceof ConfigurationException complaint
          ? complaint
          : e;
    }
  }
}
