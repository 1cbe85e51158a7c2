package io.carillon.faults.check;

import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.Entry;
import io.carillon.faults.log.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A client never sees a call as it was before what it has seen: no event is older than an event or
 * a snapshot before it, and no snapshot or reply older than anything that was seen before it was
 * asked for. A reply may overtake events, which then follow it.
 */
final class VersionsNeverGoBack implements Rule {

  /** A version and when it was seen first. */
  private record Seen(long version, long at) {}

  @Override
  public String name() {
    return "versions-never-go-back";
  }

  @Override
  public List<Violation> brokenBy(Evidence evidence) {
    List<Violation> violations = new ArrayList<>();
    evidence.logs().forEach(log -> new Reading(log, violations).read());
    return violations;
  }

  private final class Reading {
    private final ClientLog log;
    private final List<Violation> violations;

    /** The newest of events and snapshots, by call. */
    private final Map<String, Seen> told = new HashMap<>();

    /** The newest of these and of replies, by call. */
    private final Map<String, Seen> seen = new HashMap<>();

    private Reading(ClientLog log, List<Violation> violations) {
      this.log = log;
      this.violations = violations;
    }

    private void read() {
      for (Entry entry : log.entries()) {
        switch (entry) {
          case Entry.Heard it when it.callId() != null -> {
            Seen event = new Seen(it.version(), it.at());
            compare(told, it.callId(), event, it.at(), it.type());
            note(told, it.callId(), event);
            note(seen, it.callId(), event);
          }
          case Entry.Connected it -> {
            look(it.calls(), it.askedAt(), it.at(), "a snapshot");
            it.calls()
                .forEach(view -> note(told, view.callId(), new Seen(view.version(), it.at())));
          }
          case Entry.Answered it -> look(it.calls(), it.to().at(), it.at(), it.to().type());
          default -> {}
        }
      }
    }

    private void look(List<View> views, long askedAt, long at, String where) {
      for (View view : views) {
        Seen now = new Seen(view.version(), at);
        compare(seen, view.callId(), now, askedAt, where);
        note(seen, view.callId(), now);
      }
    }

    private void compare(
        Map<String, Seen> newest, String callId, Seen now, long asOf, String where) {
      Seen before = newest.get(callId);
      if (before != null && now.version() < before.version() && before.at() <= asOf) {
        violations.add(
            violation(
                callId,
                now.at(),
                "%s saw version %d, then %d in %s"
                    .formatted(log.name(), before.version(), now.version(), where)));
      }
    }

    private static void note(Map<String, Seen> newest, String callId, Seen now) {
      newest.merge(
          callId, now, (before, after) -> after.version() > before.version() ? after : before);
    }
  }
}
