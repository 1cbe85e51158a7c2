package io.carillon.runtime.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.core.HazelcastInstance;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a node's share of the data to the others while it still answers: so whoever asks for a key
 * is sent to the new owner by the time at which this node goes.
 */
final class DataHandover {
  private static final Logger log = LoggerFactory.getLogger(DataHandover.class);

  private final Cluster cluster;

  DataHandover(HazelcastInstance hazelcast) {
    this.cluster = hazelcast.getCluster();
  }

  /**
   * Gives the data away if there is anybody to take it. Blocks, for that time at most; what has not
   * gone by then goes when the member leaves.
   */
  void run(Duration timeout) {
    if (cluster.getLocalMember().isLiteMember() || !isAnybodyElse()) {
      return;
    }
    FutureTask<Void> demotion = new FutureTask<>(cluster::demoteLocalDataMember, null);
    Thread.ofPlatform().daemon().name("data-handover").start(demotion);
    try {
      demotion.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn().setCause(e).log("the data of this node have not all been handed over yet");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAnybodyElse() {
    return cluster.getMembers().stream()
        .anyMatch(member -> !member.isLiteMember() && !member.localMember());
  }
}
