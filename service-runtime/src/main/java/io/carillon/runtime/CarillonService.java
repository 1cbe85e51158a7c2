package io.carillon.runtime;

import com.hazelcast.config.Config;
import io.vertx.core.Future;

/** One of the four services, as a node starts and stops it. */
public interface CarillonService {
  /** The prefix of its contracts: {@code presence}, {@code call}, {@code push} or {@code media}. */
  String name();

  /** Adds the service's maps and stored forms to the member's configuration, before it joins. */
  default void contribute(Config hazelcast) {}

  /**
   * Starts the service.
   *
   * @return completes when it answers its contracts; fails with a {@link
   *     io.carillon.runtime.config.ConfigurationException} if its settings are wrong
   */
  Future<?> start(ServiceContext context);

  /** Lets go of clients and work before the node leaves; completes when nothing is under way. */
  default Future<?> drain() {
    return Future.succeededFuture();
  }
}
