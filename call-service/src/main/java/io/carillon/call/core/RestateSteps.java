package io.carillon.call.core;

import io.carillon.protocol.Description;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.Event;
import io.carillon.protocol.view.CallView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells once more how a call stands: what follows from its state, whatever the steps were that led
 * to it. A session that knows it already finds the version that it has.
 */
final class RestateSteps {
  private RestateSteps() {}

  static Decision restate(Call call, CallCommand.Restate command) {
    return new Decision(call, false, null, announcements(call, command.to()), consequences(call));
  }

  /** What two halves of a cluster knew differently is told to all, and is certain from then on. */
  static Decision settle(Call call, long now) {
    Draft draft = new Draft(call, now);
    draft.certain();
    Call certain = draft.call();
    return new Decision(certain, true, null, announcements(certain, null), consequences(certain));
  }

  private static Set<Consequence> consequences(Call call) {
    Set<Consequence> all = EnumSet.of(Consequence.RESTATED, Consequence.MEDIA_SESSION);
    if (call.isEnded()) {
      all.add(Consequence.UNRECORDED);
    }
    return all;
  }

  private static List<Announcement> announcements(Call call, SessionRef only) {
    CallView view = call.view();
    List<Announcement> all = new ArrayList<>();
    for (Told told : call.audience()) {
      if (only == null || told.isSession(only)) {
        // Where it went elsewhere meanwhile, the one who asks knows best.
        SessionRef to = only == null ? told.session() : only;
        event(call, view, told).ifPresent(event -> all.add(new Announcement(event, List.of(to))));
      }
    }
    return all;
  }

  private static Optional<Event> event(Call call, CallView view, Told told) {
    Party party = call.party(told.session().userId()).orElse(null);
    if (party == null || party.unaware()) {
      return Optional.empty();
    }
    return switch (told.knowledge()) {
      case NOTHING -> Optional.empty();
      case HANDLED -> handled(call, party);
      case DISMISSED -> party.isOut() ? Optional.of(left(call, party)) : Optional.empty();
      case LIVES ->
          Optional.of(call.isEnded() ? over(call, party) : live(call, view, party, told.session()));
    };
  }

  private static Event live(Call call, CallView view, Party party, SessionRef session) {
    if (party.isInvited()) {
      return new CallEvent.Invited(call.callId(), call.version(), view, call.offer());
    }
    if (party.isHandedTo(session)) {
      return new CallEvent.Transferred(call.callId(), call.version(), view, null);
    }
    return new CallEvent.State(
        call.callId(), call.version(), view, party.holds(session) ? missed(call, party) : null);
  }

  /** The caller may have missed the answer; one who counts as having answered, the offer. */
  private static Description missed(Call call, Party party) {
    boolean isCaller = call.from().userId().equals(party.userId());
    return isCaller ? call.answer() : call.answer() == null ? call.offer() : null;
  }

  private static Event over(Call call, Party party) {
    return ended(call, party, call.end().by(), call.end().durationMs());
  }

  /** One who went before the others hears of the own part, also once the call is over. */
  private static Event left(Call call, Party party) {
    return ended(call, party, null, Math.max(0, party.leftAt() - party.joinedAt()));
  }

  private static Event ended(Call call, Party party, String by, long durationMs) {
    return new CallEvent.Ended(
        call.callId(), call.version(), party.reason(), by, party.wasIn() ? durationMs : 0, null);
  }

  private static Optional<Event> handled(Call call, Party party) {
    if (party.isInvited() || party.session() == null) {
      return Optional.empty();
    }
    HandledOutcome outcome =
        switch (party.reason()) {
          case DECLINED -> HandledOutcome.DECLINED;
          case BUSY -> HandledOutcome.BUSY;
          case null, default -> HandledOutcome.ACCEPTED;
        };
    return Optional.of(
        new CallEvent.HandledElsewhere(
            call.callId(), call.version(), outcome, party.session().deviceId()));
  }
}
