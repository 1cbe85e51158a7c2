package io.carillon.faults;

import io.carillon.faults.check.Checker;
import io.carillon.faults.check.Evidence;
import io.carillon.faults.check.FaultWindow;
import io.carillon.faults.check.Verdict;
import io.carillon.faults.cluster.Blow;
import io.carillon.faults.cluster.ClusterNode;
import io.carillon.faults.cluster.Fault;
import io.carillon.faults.cluster.LocalCluster;
import io.carillon.faults.load.Audit;
import io.carillon.faults.load.Load;
import io.carillon.faults.load.TokenSigner;
import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.LoadClock;
import io.carillon.faults.report.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A cluster under load, one fault after the other, and the verdict. Blocks. */
public final class FaultRun {
  /** Calls run for a while before the first fault, and after the last. */
  private static final long QUIET_S = 3;

  private static final Duration SETTLE = Duration.ofMinutes(1);
  private static final int LOOKS_AT_HISTORIES = 10;
  private static final long BETWEEN_LOOKS_S = 2;

  private final FaultPlan plan;
  private final Consumer<String> progress;
  private final LoadClock clock = new LoadClock();
  private final List<FaultWindow> windows = new ArrayList<>();

  /** A run that says in single lines what it does. */
  public FaultRun(FaultPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Does it all.
   *
   * @throws IOException if something that it needs is not there
   */
  public Outcome run() throws IOException, InterruptedException {
    String secret = UUID.randomUUID().toString() + UUID.randomUUID();
    boolean cuts = plan.faults().stream().anyMatch(fault -> fault.blow() == Blow.CUT);
    progress.accept("seed " + plan.seed() + ", data and logs in " + plan.folder());
    try (LocalCluster cluster =
            LocalCluster.start(
                plan.folder(), cuts, plan.program(), secret, plan.callNodes(), plan.edges());
        Load load =
            new Load(
                plan.seed(),
                plan.clients(),
                plan.perSecond(),
                plan.seconds(),
                cluster.edges(),
                new TokenSigner(secret),
                clock)) {
      load.connect();
      progress.accept("the cluster is up and " + plan.clients() + " clients are signed in");
      load.begin();
      strike(cluster);
      load.settle(SETTLE);
      return judge(load);
    }
  }

  private void strike(LocalCluster cluster) throws IOException, InterruptedException {
    Random random = new Random(plan.seed());
    long begin = clock.millis();
    long slot =
        TimeUnit.SECONDS.toMillis(plan.seconds() - 2 * QUIET_S) / Math.max(1, plan.faults().size());
    for (int i = 0; i < plan.faults().size(); i++) {
      sleepUntil(begin + TimeUnit.SECONDS.toMillis(QUIET_S) + i * slot);
      Fault fault = plan.faults().get(i);
      List<ClusterNode> candidates = cluster.nodesOf(fault.role());
      ClusterNode node = candidates.get(random.nextInt(candidates.size()));
      long from = clock.millis();
      fault.blow().strikeAndUndo(cluster, node);
      FaultWindow window =
          new FaultWindow(
              fault + " of " + node.name(), fault.blow().isHidden(), from, clock.millis());
      windows.add(window);
      progress.accept(
          "%s: whole again after %.1f s".formatted(window.name(), (window.to() - from) / 1e3));
    }
    sleepUntil(begin + TimeUnit.SECONDS.toMillis(plan.seconds()));
  }

  private void sleepUntil(long moment) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(Math.max(0, moment - clock.millis()));
  }

  /** Records are written a little after the calls, so histories may be looked at several times. */
  private Outcome judge(Load load) throws InterruptedException {
    List<ClientLog> logs = load.logs();
    Audit audit = load.audit();
    audit.hangUp();
    Verdict verdict = null;
    for (int look = 0; look < LOOKS_AT_HISTORIES; look++) {
      verdict = Checker.judge(new Evidence(logs, windows, audit.remains()));
      if (verdict.isClean()) {
        break;
      }
      TimeUnit.SECONDS.sleep(BETWEEN_LOOKS_S);
    }
    return new Outcome(plan.seed(), load.skipped(), windows, logs, verdict);
  }
}
