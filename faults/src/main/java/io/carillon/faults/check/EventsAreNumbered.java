package io.carillon.faults.check;

import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events of a session come one after the other: none is missing, none comes twice. */
final class EventsAreNumbered implements Rule {

  @Override
  public String name() {
    return "events-are-numbered";
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    Map<String, Long> last = new HashMap<>();
    for (ClientLog log : evidence.logs()) {
      for (Entry entry : log.entries()) {
        if (entry instanceof Entry.Heard heard) {
          long before = last.getOrDefault(heard.sessionId(), 0L);
          if (heard.seq() != before + 1) {
            violations.add(
                violation(
                    heard.sessionId(),
                    heard.at(),
                    "%s got event %d after event %d".formatted(log.name(), heard.seq(), before)));
          }
          last.put(heard.sessionId(), heard.seq());
        }
      }
    }
    return violations;
  }
}
