package io.carillon.faults.check;

import io.carillon.faults.check.Story.Sighting;
import io.carillon.faults.check.Story.State;
import io.carillon.faults.check.Story.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

  /** The first one of each call: what follows it says the same again. */
  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    return evidence.stories().stream()
        .flatMap(story -> story.steps().stream().flatMap(step -> judge(story, step)).limit(1))
        .toList();
  }

  private Stream<Violation> judge(Story story, Step step) {
    String acknowledged = step.type() + " of " + step.by().name() + " was acknowledged, and ";
    Stream<Violation> undone =
        story.sightings().stream()
            .filter(seen -> seen.isAskedAfter(step.doneAt()) && undoes(story, seen, step))
            .map(
                seen ->
                    violation(
                        story.callId(),
                        seen.at(),
                        acknowledged
                            + "%d ms later %s asked and the call was %s"
                                .formatted(
                                    seen.asOf() - step.doneAt(), seen.by().name(), seen.state())));
    Stream<Violation> overruled =
        story.reasons().stream()
            .filter(reason -> isRuledOut(step, reason))
            .map(
                reason ->
                    violation(
                        story.callId(), step.doneAt(), acknowledged + "the call ended " + reason));
    return Stream.concat(undone, overruled);
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
