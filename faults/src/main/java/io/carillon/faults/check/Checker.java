package io.carillon.faults.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds the evidence against every rule. */
public final class Checker {
  private static final List<Rule> RULES =
      List.of(
          new AcknowledgedStepsStay(),
          new OneEnd(),
          new OneWinner(),
          new OneEndForASession(),
          new NothingIsLeft(),
          new RingsEndInTime(),
          new VersionsNeverGoBack(),
          new EventsAreNumbered(),
          new EveryRequestIsAnswered());

  private Checker() {}

  /** What came of it. */
  public static Verdict judge(Evidence evidence) {
    List<Violation> violations =
        RULES.stream().flatMap(rule -> rule.brokenBy(evidence).stream()).toList();
    Map<String, Integer> ends =
        evidence.stories().stream()
            .flatMap(story -> story.reasons().stream())
            .collect(Collectors.toMap(reason -> reason, one -> 1, Integer::sum, TreeMap::new));
    return new Verdict(evidence.stories().size(), ends, violations);
  }
}
