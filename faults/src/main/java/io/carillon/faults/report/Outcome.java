package io.carillon.faults.report;

import io.carillon.faults.check.FaultWindow;
import io.carillon.faults.check.Verdict;
import io.carillon.faults.log.ClientLog;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What a run came to.
 *
 * @param skipped calls of the plan that were not made since their caller was in another one
 * @param faults what was done to nodes
 * @param troubles where the cluster did not come back from that
 * @param logs what the clients wrote down
 * @param verdict what the checker says of it
 */
public record Outcome(
    long seed,
    long skipped,
    List<FaultWindow> faults,
    List<String> troubles,
    List<ClientLog> logs,
    Verdict verdict) {
  private static final int MOST_VIOLATIONS = 50;

  /** Copies what could change. */
  public Outcome {
    faults = List.copyOf(faults);
    troubles = List.copyOf(troubles);
    logs = List.copyOf(logs);
  }

  /** Whether the cluster came back each time and every rule held. */
  public boolean isClean() {
    return troubles.isEmpty() && verdict.isClean();
  }

  /** Prints it as a table and a verdict. */
  public void print(PrintWriter out) {
    printTable(out);
    Felt all = Felt.of(new FaultWindow("all", false, 0, Long.MAX_VALUE), logs);
    out.printf(
        Locale.ROOT,
        "%d calls judged (%d of the plan not made: the caller was in another call); they ended"
            + " %s%n%d requests got unavailable, %d no reply at first; seed %d%n",
        verdict.calls(),
        skipped,
        verdict.ends(),
        all.unavailable(),
        all.unanswered(),
        seed);
    verdict.violations().stream().limit(MOST_VIOLATIONS).forEach(out::println);
    troubles.forEach(out::println);
    out.println(
        verdict.isClean()
            ? "every rule held"
            : verdict.violations().size() + " times a rule was broken");
    out.flush();
  }

  private void printTable(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-24s %10s %18s %18s %12s %11s%n",
        "fault",
        "whole in",
        "without a session",
        "without a reply",
        "unavailable",
        "unanswered");
    for (FaultWindow fault : faults) {
      Felt felt = Felt.of(fault, logs);
      out.printf(
          Locale.ROOT,
          "%-24s %8.1f s %16.1f s %16.1f s %12d %11d%n",
          fault.name(),
          (fault.to() - fault.from()) / 1e3,
          felt.withoutSessionMs() / 1e3,
          felt.withoutReplyMs() / 1e3,
          felt.unavailable(),
          felt.unanswered());
    }
  }
}
