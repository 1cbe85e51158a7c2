package io.carillon.faults.check;

import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** No session gets {@code call.ended} twice for a call. */
final class OneEndForASession implements Rule {

  private record Told(String session, String callId) {}

  @Override
  public String name() {
    return "one-end-for-a-session";
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    Set<Told> ends = new HashSet<>();
    for (ClientLog log : evidence.logs()) {
      for (Entry entry : log.entries()) {
        if (entry instanceof Entry.Heard heard
            && heard.type().equals("call.ended")
            && !ends.add(new Told(heard.sessionId(), heard.callId()))) {
          violations.add(
              violation(
                  heard.callId(),
                  heard.at(),
                  "call.ended came twice in session %s of %s"
                      .formatted(heard.sessionId(), log.name())));
        }
      }
    }
    return violations;
  }
}
