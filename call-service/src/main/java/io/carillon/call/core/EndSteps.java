package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.event.CallEvent;
import java.util.Comparator;
import java.util.Optional;

/** How a call ends: by a user's will, or because time is up. */
final class EndSteps {
  private EndSteps() {}

  static Decision hangup(Call call, CallCommand.Hangup command) {
    Standing standing = Standing.of(command.from(), call);
    if (standing == Standing.INVITED) {
      // A callee who hangs up what has not been answered declines it.
      return call.state() == CallState.RINGING
          ? RingSteps.reject(
              call,
              new CallCommand.Reject(
                  command.from(), EndReason.DECLINED, command.userInfo(), command.now()))
          : Decision.refused(call, ErrorCode.INVALID_STATE, "the call does not ring yet");
    }
    Draft draft = new Draft(call);
    draft.end(
        reason(call, command.reason()), command.from().userId(), command.userInfo(), command.now());
    return draft.decision();
  }

  static Decision tick(Call call, CallCommand.Tick command) {
    if (command.now() < call.deadline()) {
      return Decision.unchanged(call);
    }
    if (call.isEnded()) {
      return Decision.changed(null);
    }
    Draft draft = new Draft(call);
    Optional<Party> lost = longestLost(call, command.now());
    if (lost.isPresent()) {
      draft.replace(lost.get().left(EndReason.CONNECTION_LOST));
      draft.end(EndReason.CONNECTION_LOST, lost.get().userId(), null, command.now());
    } else if (call.state() == CallState.PREPARING) {
      draft.end(EndReason.SERVER_ERROR, null, null, command.now());
    } else {
      noAnswer(call, draft, command.now());
    }
    return draft.decision();
  }

  private static void noAnswer(Call call, Draft draft, long now) {
    for (Party party : call.parties()) {
      if (party.isInvited()) {
        draft.replace(party.left(EndReason.NO_ANSWER));
        draft.announce(
            new CallEvent.NoAnswer(call.callId(), draft.version(), party.userId()),
            draft.callerSession());
      }
    }
    draft.end(EndReason.NO_ANSWER, null, null, now);
  }

  private static Optional<Party> longestLost(Call call, long now) {
    return call.parties().stream()
        .filter(party -> party.state() == PartyState.RECONNECTING && party.graceUntil() <= now)
        .min(Comparator.comparingLong(Party::graceUntil));
  }

  /** Before the answer every hangup of the caller cancels; after it none does. */
  private static EndReason reason(Call call, EndReason said) {
    if (call.state() != CallState.ACTIVE) {
      return EndReason.CANCELLED;
    }
    return said == EndReason.CANCELLED ? EndReason.HANGUP : said;
  }
}
