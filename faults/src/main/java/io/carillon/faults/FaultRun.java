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

  private static final Duration SETTLE = Duration.ofSeconds(30);
  private static final Duration RECORDED = Duration.ofSeconds(20);
  private static final long BETWEEN_LOOKS_S = 2;

  private final FaultPlan plan;
  private final Consumer<String> progress;
  private final LoadClock clock = new LoadClock();
  private final long beginning = clock.millis();
  private final List<FaultWindow> windows = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

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
    say("seed " + plan.seed() + ", data and logs in " + plan.folder());
    try (LocalCluster cluster =
            LocalCluster.start(
                plan.folder(), cuts, plan.programs(), secret, plan.callNodes(), plan.edges());
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
      say("the cluster is up and " + plan.clients() + " clients are signed in");
      load.begin();
      strike(cluster);
      load.settle(SETTLE);
      return judge(load);
    }
  }

  private void strike(LocalCluster cluster) throws IOException, InterruptedException {
    Random random = new Random(plan.seed());
    long begin = clock.millis();
    long quietMs = TimeUnit.SECONDS.toMillis(QUIET_S);
    long totalMs = TimeUnit.SECONDS.toMillis(plan.seconds());
    long slotMs = (totalMs - 2 * quietMs) / Math.max(1, plan.faults().size());
    long next = begin + quietMs;
    for (Fault fault : plan.faults()) {
      sleepUntil(next);
      next += slotMs;
      List<ClusterNode> candidates = cluster.nodesOf(fault.role());
      strike(cluster, fault, candidates.get(random.nextInt(candidates.size())));
    }
    sleepUntil(begin + totalMs);
  }

  /** A cluster that does not come back is judged all the same. */
  private void strike(LocalCluster cluster, Fault fault, ClusterNode node)
      throws IOException, InterruptedException {
    long from = clock.millis();
    String name = fault + " of " + node.name();
    try {
      fault.blow().strikeAndUndo(cluster, node);
    } catch (IllegalStateException e) {
      troubles.add(name + ": " + e.getMessage());
    }
    FaultWindow window = new FaultWindow(name, fault.blow().isHidden(), from, clock.millis());
    windows.add(window);
    say("%s: over after %.1f s".formatted(name, (window.to() - from) / 1e3));
  }

  private void say(String what) {
    progress.accept("%5.1f s  %s".formatted((clock.millis() - beginning) / 1e3, what));
  }

  private void sleepUntil(long moment) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(Math.max(0, moment - clock.millis()));
  }

  /** Records are written a little after the calls, so histories may be looked at several times. */
  private Outcome judge(Load load) throws InterruptedException {
    List<ClientLog> logs = load.logs();
    Audit audit = load.audit();
    audit.hangUp();
    long end = clock.millis() + RECORDED.toMillis();
    Verdict verdict = Checker.judge(new Evidence(logs, windows, audit.remains()));
    while (verdict.lacksRecordsOnly() && clock.millis() < end) {
      TimeUnit.SECONDS.sleep(BETWEEN_LOOKS_S);
      verdict = Checker.judge(new Evidence(logs, windows, audit.remains()));
    }
    return new Outcome(plan.seed(), load.skipped(), windows, troubles, logs, verdict);
  }
}
