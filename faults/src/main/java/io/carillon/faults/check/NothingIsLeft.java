package io.carillon.faults.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * No call lives on when everything is hung up, and the history of each user who was told of a call
 * has one record of it.
 */
final class NothingIsLeft implements Rule {
  static final String NAME = "nothing-is-left";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    Remains remains = evidence.remains();
    remains
        .live()
        .forEach(
            (user, calls) ->
                calls.forEach(
                    callId -> violations.add(violation(callId, 0, "still lives for " + user))));
    remains
        .silent()
        .forEach(user -> violations.add(violation(user, 0, "got no reply when all was over")));
    Map<String, List<String>> histories = remains.histories();
    for (Story story : evidence.stories()) {
      for (String user : story.concerned()) {
        int records =
            Collections.frequency(histories.getOrDefault(user, List.of()), story.callId());
        if (records != 1 && !remains.silent().contains(user)) {
          violations.add(
              violation(
                  story.callId(), 0, "the history of %s has %d records".formatted(user, records)));
        }
      }
    }
    return violations;
  }
}
