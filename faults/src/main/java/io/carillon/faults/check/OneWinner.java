package io.carillon.faults.check;

import java.util.ArrayList;
import java.util.List;

/** No two devices of a user are told, or told of, that they answered the same call. */
final class OneWinner implements Rule {

  @Override
  public String name() {
    return "one-winner";
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (Story story : evidence.stories()) {
      story
          .winners()
          .forEach(
              (user, devices) -> {
                if (devices.size() > 1) {
                  violations.add(
                      violation(story.callId(), 0, "answered by several devices: " + devices));
                }
              });
    }
    return violations;
  }
}
