package io.carillon.faults.check;

import java.util.List;
import java.util.Map;

/**
 * What the checker found.
 *
 * @param calls how many calls were judged
 * @param ends how they ended: calls by reason
 * @param violations what broke a rule; empty if all is well
 */
public record Verdict(int calls, Map<String, Integer> ends, List<Violation> violations) {

  /** Whether every rule held. */
  public boolean isClean() {
    return violations.isEmpty();
  }

  /** Whether nothing is wrong but what may be right in a moment, since records are written late. */
  public boolean lacksRecordsOnly() {
    return !isClean()
        && violations.stream().map(Violation::rule).allMatch(NothingIsLeft.NAME::equals);
  }
}
