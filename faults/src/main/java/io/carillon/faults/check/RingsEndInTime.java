package io.carillon.faults.check;

import io.carillon.faults.check.Story.Sighting;
import io.carillon.faults.check.Story.State;
import io.carillon.faults.check.Story.Step;
import io.carillon.faults.log.ClientLog;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * A call rings no longer than it should: two seconds more at most, and fifteen while a node only
 * looks alive and for fifteen seconds after. A client with a connection must have heard of it by
 * then; for one without the server's own time counts.
 */
final class RingsEndInTime implements Rule {
  static final long USUAL_MS = 2_000;
  static final long HIDDEN_MS = 15_000;

  @Override
  public String name() {
    return "rings-end-in-time";
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Story story : evidence.stories()) {
      OptionalLong until = ringsUntil(story);
      OptionalLong over = until.isEmpty() ? until : over(story, until.getAsLong());
      if (over.isPresent()) {
        long late = over.getAsLong() - until.getAsLong();
        if (late > allowed(evidence, until.getAsLong())) {
          violations.add(
              violation(story.callId(), over.getAsLong(), "it rang " + late + " ms too long"));
        }
      }
    }
    return violations;
  }

  private static OptionalLong ringsUntil(Story story) {
    return story.sightings().stream()
        .filter(sighting -> sighting.state() == State.RINGING && sighting.ringsUntil() > 0)
        .mapToLong(Sighting::ringsUntil)
        .max();
  }

  /** When it first was answered or over, as far as anybody can tell. */
  private static OptionalLong over(Story story, long until) {
    LongStream seen =
        story.sightings().stream()
            .filter(sighting -> sighting.state() == State.ENDED || sighting.state() == State.ACTIVE)
            .mapToLong(sighting -> moment(sighting, until));
    LongStream answered =
        story.steps().stream()
            .filter(step -> step.type().equals("call.accept"))
            .mapToLong(Step::doneAt);
    return LongStream.concat(seen, answered).min();
  }

  private static long moment(Sighting sighting, long until) {
    boolean cut = sighting.since() > 0 && wasAway(sighting.by(), until, sighting.at());
    boolean late = sighting.asOf() > until && sighting.since() > 0;
    return cut || late ? sighting.since() : sighting.at();
  }

  private static boolean wasAway(ClientLog client, long from, long to) {
    return client.absences().stream().anyMatch(absence -> absence.touches(from, to));
  }

  private static long allowed(Evidence evidence, long until) {
    boolean hidden =
        evidence.faults().stream()
            .anyMatch(
                fault -> fault.hidden() && fault.touches(until - HIDDEN_MS, until + HIDDEN_MS));
    return hidden ? HIDDEN_MS : USUAL_MS;
  }
}
