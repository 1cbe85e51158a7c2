package io.carillon.faults.check;

import io.carillon.faults.check.Story.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A call that was made ends in exactly one way, and everybody who was told of it learns that. */
final class OneEnd implements Rule {

  @Override
  public String name() {
    return "one-end-for-all";
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Story story : evidence.stories()) {
      Set<String> reasons = story.reasons();
      boolean made = story.steps().stream().map(Step::type).anyMatch("call.invite"::equals);
      if (made && reasons.isEmpty()) {
        violations.add(violation(story.callId(), 0, "nobody was told how it ended"));
      } else if (!story.unaware().isEmpty()) {
        violations.add(violation(story.callId(), 0, "never told of the end: " + story.unaware()));
      }
      if (reasons.size() > 1) {
        violations.add(violation(story.callId(), 0, "it ended in several ways: " + reasons));
      }
    }
    return violations;
  }
}
