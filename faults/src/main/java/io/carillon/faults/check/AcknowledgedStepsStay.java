package io.carillon.faults.check;

import io.carillon.faults.check.Story.Sighting;
import io.carillon.faults.check.Story.State;
import io.carillon.faults.check.Story.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * No acknowledged transition is lost: whoever asks after the acknowledgement sees the step or what
 * came of it, and the call ends in no way that the step had ruled out.
 */
final class AcknowledgedStepsStay implements Rule {
  private static final Set<String> ENDS_WITHOUT_ANSWER =
      Set.of("cancelled", "declined", "busy", "no_answer", "unreachable");
  private static final Set<String> ENDS_BY_REJECTION = Set.of("declined", "busy");

  /** Ended calls are kept for five minutes; a little less, since clocks differ. */
  private static final long KEPT_MS = 290_000;

  @Override
  public String name() {
    return "acknowledged-steps-stay";
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Story story : evidence.stories()) {
      for (Step step : story.steps()) {
        judge(story, step, violations);
      }
    }
    return violations;
  }

  private void judge(Story story, Step step, List<Violation> violations) {
    for (Sighting sighting : story.sightings()) {
      if (sighting.isAskedAfter(step.doneAt()) && undoes(story, sighting, step)) {
        violations.add(
            violation(
                story.callId(),
                sighting.at(),
                "%s of %s was acknowledged, and %d ms later %s asked and the call was %s"
                    .formatted(
                        step.type(),
                        step.by().name(),
                        sighting.asOf() - step.doneAt(),
                        sighting.by().name(),
                        sighting.state())));
      }
    }
    for (String reason : story.reasons()) {
      if (isRuledOut(step, reason)) {
        violations.add(
            violation(
                story.callId(),
                step.doneAt(),
                "%s of %s was acknowledged, and the call ended %s"
                    .formatted(step.type(), step.by().name(), reason)));
      }
    }
  }

  private static boolean undoes(Story story, Sighting sighting, Step step) {
    return switch (sighting.state()) {
      case UNKNOWN -> !isForgottenByNow(story, sighting.asOf());
      case RINGING -> ends(step) || step.type().equals("call.accept");
      case ACTIVE -> ends(step);
      case ENDED -> false;
    };
  }

  private static boolean ends(Step step) {
    return step.type().equals("call.hangup") || step.type().equals("call.reject");
  }

  private static boolean isForgottenByNow(Story story, long moment) {
    return story.sightings().stream()
        .anyMatch(sighting -> sighting.state() == State.ENDED && sighting.at() + KEPT_MS < moment);
  }

  private static boolean isRuledOut(Step step, String reason) {
    return switch (step.type()) {
      case "call.accept" -> ENDS_WITHOUT_ANSWER.contains(reason);
      case "call.reject" -> !ENDS_BY_REJECTION.contains(reason);
      default -> false;
    };
  }
}
