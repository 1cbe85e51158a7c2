package io.carillon.faults.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is done to a node. */
public enum Blow {
  /** SIGKILL, and another start a little later. */
  KILL(false) {
    @Override
    void strike(LocalCluster cluster, ClusterNode node) {
      node.kill();
    }

    @Override
    void undo(LocalCluster cluster, ClusterNode node) throws IOException {
      node.start();
    }
  },
  /** SIGSTOP, and SIGCONT after twenty seconds. */
  STOP(true) {
    @Override
    void strike(LocalCluster cluster, ClusterNode node) throws IOException {
      node.pause();
    }

    @Override
    void undo(LocalCluster cluster, ClusterNode node) throws IOException {
      node.resume();
    }
  },
  /** Nothing comes through between it and the other nodes for twenty seconds. */
  CUT(true) {
    @Override
    void strike(LocalCluster cluster, ClusterNode node) throws IOException {
      cluster.cut(node);
    }

    @Override
    void undo(LocalCluster cluster, ClusterNode node) throws IOException {
      cluster.heal(node);
    }
  },
  /** SIGTERM, and another start when it has ended. */
  DRAIN(false) {
    @Override
    void strike(LocalCluster cluster, ClusterNode node) throws InterruptedException {
      if (!node.drain(LONGEST_DRAIN)) {
        throw new IllegalStateException(
            node.name() + " did not end within " + LONGEST_DRAIN + " of SIGTERM");
      }
    }

    @Override
    void undo(LocalCluster cluster, ClusterNode node) throws IOException {
      node.start();
    }
  };

  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(1);
  private static final long HIDDEN_S = 20;
  private static final long DOWN_S = 3;

  private final boolean hidden;

  Blow(boolean hidden) {
    this.hidden = hidden;
  }

  /** Whether the node looks alive at first. */
  public boolean isHidden() {
    return hidden;
  }

  abstract void strike(LocalCluster cluster, ClusterNode node)
      throws IOException, InterruptedException;

  abstract void undo(LocalCluster cluster, ClusterNode node) throws IOException;

  /** Does it, undoes it, and waits until the cluster is whole again. */
  public void strikeAndUndo(LocalCluster cluster, ClusterNode node)
      throws IOException, InterruptedException {
    strike(cluster, node);
    TimeUnit.SECONDS.sleep(hidden ? HIDDEN_S : DOWN_S);
    undo(cluster, node);
    cluster.awaitWhole();
  }
}
