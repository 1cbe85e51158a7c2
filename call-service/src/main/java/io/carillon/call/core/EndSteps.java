package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.event.CallEvent;
import java.util.Comparator;
import java.util.List;

/** How a call ends, or a user's part in it: by somebody's will, or because time is up. */
final class EndSteps {
  private EndSteps() {}

  static Decision hangup(Call call, CallCommand.Hangup command) {
    if (command.everyone() && call.group()) {
      return endForAll(call, command);
    }
    Standing standing = Standing.of(command.from(), call);
    if (standing == Standing.INVITED) {
      // A callee who hangs up what has not been answered declines it.
      return call.state() == CallState.PREPARING
          ? Decision.refused(call, ErrorCode.INVALID_STATE, "the call does not ring yet")
          : RingSteps.reject(
              call,
              new CallCommand.Reject(
                  command.from(), EndReason.DECLINED, command.userInfo(), command.now()));
    }
    Party party = call.party(command.from().userId()).orElseThrow();
    if (party.isHandedTo(command.from())) {
      return TransferSteps.reject(
          call,
          party,
          new CallCommand.Reject(
              command.from(), EndReason.DECLINED, command.userInfo(), command.now()));
    }
    if (party.isOut()) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    EndReason reason = reason(call, command.reason());
    String by = party.userId();
    if (call.group() && call.state() == CallState.ACTIVE) {
      Departure.ofMember(draft, party, reason, by, command.userInfo());
    } else {
      draft.end(reason, by, command.userInfo());
    }
    return draft.decision();
  }

  private static Decision endForAll(Call call, CallCommand.Hangup command) {
    String by = command.from().userId();
    if (!command.admin() && !call.from().userId().equals(by)) {
      return Decision.refused(
          call, ErrorCode.FORBIDDEN, "everyone: only the creator or an administrator may say so");
    }
    Draft draft = new Draft(call, command.now());
    draft.end(reason(call, command.reason()), by, command.userInfo());
    return draft.decision();
  }

  /** An administrator's word. */
  static Decision end(Call call, CallCommand.End command) {
    Draft draft = new Draft(call, command.now());
    draft.end(EndReason.ENDED_BY_ADMIN, null, null);
    return draft.decision();
  }

  static Decision tick(Call call, CallCommand.Tick command, MediaTerms terms) {
    if (command.now() < call.deadline()) {
      return Decision.unchanged(call);
    }
    if (call.doubtful()) {
      return RestateSteps.settle(call, command.now());
    }
    if (call.isEnded()) {
      return RecordSteps.tick(call, command.now());
    }
    Draft draft = new Draft(call, command.now());
    if (call.state() == CallState.PREPARING && isUnprepared(call, command.now())) {
      draft.end(EndReason.SERVER_ERROR, null, null);
      return draft.decision();
    }
    for (Party party : due(call, command.now())) {
      if (!draft.isOver()) {
        timeIsUp(draft, party, command.now());
      }
    }
    PathSteps.timeIsUp(draft, terms);
    return draft.decision();
  }

  private static boolean isUnprepared(Call call, long now) {
    return call.createdAt() + Draft.PREPARE_MS <= now;
  }

  /** Those whose time is up, who waited longest first. */
  private static List<Party> due(Call call, long now) {
    return call.parties().stream()
        .filter(party -> party.deadline() <= now)
        .sorted(Comparator.comparingLong(Party::deadline))
        .toList();
  }

  private static void timeIsUp(Draft draft, Party party, long now) {
    if (party.absence() != null && party.absence().until() <= now) {
      Departure.ofMember(draft, party, EndReason.CONNECTION_LOST, party.userId(), null);
    } else if (party.ring() != null && party.ring().until() <= now) {
      noAnswer(draft, party);
    } else if (party.ring() != null) {
      RingSteps.pretendToAlert(draft, party);
    } else if (party.handover() != null && party.handover().until() <= now) {
      TransferSteps.timeIsUp(draft, party);
    }
  }

  private static void noAnswer(Draft draft, Party party) {
    draft.announce(
        new CallEvent.NoAnswer(draft.callId(), draft.version(), party.userId()),
        draft.inCallBeside(party.userId()));
    Departure.ofInvited(
        draft, party.left(EndReason.NO_ANSWER, draft.now()), EndReason.NO_ANSWER, null);
  }

  /** Before the answer every hangup of the caller cancels; after it none does. */
  private static EndReason reason(Call call, EndReason said) {
    if (call.state() != CallState.ACTIVE) {
      return EndReason.CANCELLED;
    }
    return said == EndReason.CANCELLED ? EndReason.HANGUP : said;
  }
}
