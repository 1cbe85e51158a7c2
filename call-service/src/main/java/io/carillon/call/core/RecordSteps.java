package io.carillon.call.core;

import java.util.List;
import java.util.Set;

/** What becomes of a call that is over: it stays until the histories have it, then for a while. */
final class RecordSteps {
  /** How long a call that is over waits before it is offered to the histories again. */
  static final long REMINDER_MS = 30_000;

  /** After so long a call is forgotten though no database took its records. */
  static final long GIVE_UP_MS = 3_600_000;

  private RecordSteps() {}

  static Decision recorded(Call call, CallCommand.Recorded command) {
    return call.recorded()
        ? Decision.unchanged(call)
        : Decision.changed(with(call, true, call.endedAt() + Draft.RETENTION_MS));
  }

  static Decision tick(Call call, long now) {
    boolean forgotten =
        call.recorded()
            ? call.endedAt() + Draft.RETENTION_MS <= now
            : call.endedAt() + GIVE_UP_MS <= now;
    if (forgotten) {
      return Decision.changed(null);
    }
    return new Decision(
        with(call, call.recorded(), now + REMINDER_MS),
        true,
        null,
        List.of(),
        Set.of(Consequence.UNRECORDED));
  }

  private static Call with(Call call, boolean recorded, long deadline) {
    return new Call(
        call.app(),
        call.callId(),
        call.version(),
        call.media(),
        call.path(),
        call.state(),
        call.group(),
        call.room(),
        call.from(),
        call.createdAt(),
        call.ringTimeoutMs(),
        call.startedAt(),
        call.endedAt(),
        call.userInfo(),
        call.offer(),
        call.answer(),
        call.parties(),
        call.audience(),
        call.end(),
        call.survivor(),
        recorded,
        call.changedAt(),
        call.doubtful(),
        deadline);
  }
}
