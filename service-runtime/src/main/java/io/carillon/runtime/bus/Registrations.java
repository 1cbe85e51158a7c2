package io.carillon.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.List;

/** What the cluster knows of this node's addresses. */
final class Registrations {
  private final VertxInternal vertx;

  Registrations(VertxInternal vertx) {
    this.vertx = vertx;
  }

  /** Whether messages to that address are sent here; true where there is no cluster. */
  Future<Boolean> has(String address) {
    ClusterManager cluster = vertx.clusterManager();
    if (cluster == null) {
      return Future.succeededFuture(true);
    }
    String self = cluster.getNodeId();
    Promise<List<RegistrationInfo>> found = vertx.promise();
    cluster.getRegistrations(address, found);
    return found
        .future()
        .map(
            registrations ->
                registrations != null
                    && registrations.stream().anyMatch(info -> info.nodeId().equals(self)));
  }
}
