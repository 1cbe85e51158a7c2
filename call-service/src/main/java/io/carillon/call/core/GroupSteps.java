package io.carillon.call.core;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.view.MediaFlags;
import java.util.List;

/** How a call grows, and what its parties tell each other. */
final class GroupSteps {
  private GroupSteps() {}

  static Decision add(Call call, CallCommand.Add command) {
    Party party = call.party(command.from().userId()).orElseThrow();
    if (!party.isIn()) {
      return Decision.refused(
          call, ErrorCode.NOT_IN_CALL, "only who is in the call may have others rung");
    }
    return invite(call, command.to(), party.userId(), command.now());
  }

  /** Whoever rings them, the app has it that the creator does. */
  static Decision summon(Call call, CallCommand.Summon command) {
    return invite(call, command.to(), call.from().userId(), command.now());
  }

  private static Decision invite(Call call, List<String> to, String by, long now) {
    List<String> absent =
        to.stream().filter(user -> call.party(user).map(Party::isOut).orElse(true)).toList();
    if (absent.isEmpty()) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, now);
    draft.becomeGroup();
    long until = now + Draft.PREPARE_MS;
    for (String user : absent) {
      draft.invite(
          call.party(user)
              .map(known -> known.invitedAgain(by, until))
              .orElseGet(() -> Party.invited(user, by, flags(call), until)));
    }
    return draft.decision();
  }

  static Decision join(Call call, CallCommand.Join command, MediaTerms terms) {
    SessionRef from = command.from();
    Party party = call.party(from.userId()).orElse(null);
    if (!call.group()) {
      return party == null
          ? Decision.refused(call, ErrorCode.CALL_NOT_FOUND, "no such call")
          : Decision.refused(call, ErrorCode.INVALID_STATE, "only group calls can be joined");
    }
    if (party != null && party.isIn()) {
      return party.isOnDeviceOf(from)
          ? Decision.unchanged(call)
          : Decision.refused(
              call, ErrorCode.ANSWERED_ELSEWHERE, "another device of this user is in the call");
    }
    if (party != null && party.isInvited() && !party.unaware()) {
      return RingSteps.accept(call, new CallCommand.Accept(from, null, null, command.now()), terms);
    }
    if (party != null && party.isOut() && party.restraint().barred()) {
      return Decision.refused(
          call, ErrorCode.FORBIDDEN, "this user was taken out of the call, and may be added again");
    }
    Decision full = PathSteps.refusalIfFull(call, terms);
    if (full != null) {
      return full;
    }
    Draft draft = new Draft(call, command.now());
    Party entered =
        party == null
            ? Party.entering(from, flags(call), command.now())
            : party.enteredBy(from, command.now());
    draft.enter(entered);
    draft.note(Told.of(from));
    draft.announce(joined(draft, entered, null), draft.inCallBeside(from.userId()));
    MediaSteps.tellIfLimited(draft, entered);
    PathSteps.grown(draft, terms);
    return draft.decision();
  }

  static CallEvent.PartyJoined joined(Draft draft, Party entered, String replaces) {
    return new CallEvent.PartyJoined(
        draft.callId(),
        draft.version(),
        entered.userId(),
        entered.session().deviceId(),
        entered.instance(),
        replaces);
  }

  static Decision update(Call call, CallCommand.Update command) {
    SessionRef from = command.from();
    if (!call.party(from.userId()).orElseThrow().isIn()) {
      return Decision.refused(call, ErrorCode.NOT_IN_CALL, "this device has not answered the call");
    }
    Draft draft = new Draft(call, command.now());
    draft.announce(
        new CallEvent.Updated(
            call.callId(), draft.version(), from.userId(), from.deviceId(), command.userInfo()),
        draft.others(from.userId()));
    return draft.decision();
  }

  private static MediaFlags flags(Call call) {
    return RingSteps.flags(call.media());
  }
}
