package io.carillon.runtime.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.config.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a node a member of the cluster, and waits until there is a {@link Quorum}. A node that
 * holds no data looks for one that does before it joins: founding a cluster of its own would only
 * split it from the others.
 */
final class Joining {
  private static final Logger log = LoggerFactory.getLogger(Joining.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int ANSWER_MS = 500;

  private final ClusterSettings cluster;
  private final Quorum quorum;
  private final String node;
  private final List<CarillonService> services;

  Joining(ClusterSettings cluster, Quorum quorum, String node, List<CarillonService> services) {
    this.cluster = cluster;
    this.quorum = quorum;
    this.node = node;
    this.services = services;
  }

  /** Whether the node may have to wait for others. */
  boolean dependsOnOthers() {
    return cluster.joins() && (!Placement.holdsData(services) || cluster.quorum() > 1);
  }

  /**
   * Waits until a data member can be reached, for as long as that takes; one that joins nobody or
   * is a data member itself need not. Where Kubernetes is asked for the members, the cluster itself
   * is all that can be looked at, and this returns at once.
   */
  void awaitReachableMember() {
    boolean needNot =
        !cluster.joins() || Placement.holdsData(services) || cluster.isLookedUpInKubernetes();
    if (needNot) {
      return;
    }
    List<String> candidates = cluster.dns() == null ? cluster.members() : List.of(cluster.dns());
    if (candidates.stream().noneMatch(this::answers)) {
      log.atInfo().addKeyValue("members", candidates).log("waiting for a data member");
      while (candidates.stream().noneMatch(this::answers)) {
        pause();
      }
    }
  }

  /**
   * Joins, or founds the cluster. Blocks.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if it can't listen where it should
   */
  HazelcastInstance join() {
    Config config = Members.config(cluster, quorum, node, services);
    try {
      return Hazelcast.newHazelcastInstance(config);
    } catch (HazelcastException e) {
      throw explained(e);
    }
  }

  /** Waits until enough data members are there. */
  void awaitQuorum() {
    if (!quorum.isMet()) {
      log.info("waiting for more data members");
    }
    while (!quorum.isMet()) {
      pause();
    }
  }

  private boolean answers(String member) {
    int colon = member.indexOf(':');
    String host = colon < 0 ? member : member.substring(0, colon);
    int port = colon < 0 ? cluster.port() : Integer.parseInt(member.substring(colon + 1));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), ANSWER_MS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void pause() {
    LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while waiting for data members");
    }
  }

  /** Hazelcast wraps what the operating system said of the port. */
  private RuntimeException explained(RuntimeException problem) {
    ListenAddress listener = cluster.listener();
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          && listener.explain(cause) instanceof RuntimeException complaint) {
        return complaint;
      }
    }
    return problem;
  }
}
