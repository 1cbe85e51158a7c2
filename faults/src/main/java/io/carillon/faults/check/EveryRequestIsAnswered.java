package io.carillon.faults.check;

import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A request gets a reply in the end, however often it has to be sent. */
final class EveryRequestIsAnswered implements Rule {

  @Override
  public String name() {
    return "every-request-is-answered";
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    for (ClientLog log : evidence.logs()) {
      Set<Entry.Asked> open = new LinkedHashSet<>();
      for (Entry entry : log.entries()) {
        if (entry instanceof Entry.Asked asked) {
          open.add(asked);
        } else if (entry instanceof Entry.Answered answered) {
          open.remove(answered.to());
        }
      }
      open.forEach(
          asked ->
              violations.add(
                  violation(
                      log.name(), asked.at(), asked.type() + " " + asked.id() + " got no reply")));
    }
    return violations;
  }
}
