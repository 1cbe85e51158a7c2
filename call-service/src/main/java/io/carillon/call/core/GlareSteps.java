package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.Description;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.view.CallView;

/** What becomes of two calls of which one has to give way to the other. */
final class GlareSteps {
  private GlareSteps() {}

  /** Two users invited each other: the device that made the other call has answered this one. */
  static Decision cross(Call call, CallCommand.Cross command) {
    SessionRef by = command.by();
    Party party = call.party(by.userId()).orElse(null);
    if (party != null && party.isIn() && party.hasAccepted() && party.isOnDeviceOf(by)) {
      return Decision.unchanged(call);
    }
    boolean crosses = party != null && party.isInvited() && !party.unaware() && !call.group();
    if (!crosses) {
      return Decision.refused(call, ErrorCode.INVALID_STATE, "nobody waits for that answer");
    }
    Draft draft = new Draft(call, command.now());
    Party entered = party.enteredBy(by, command.now());
    draft.enter(entered);
    if (call.state() == CallState.PREPARING) {
      draft.follow(Consequence.RINGS);
    }
    draft.note(Told.of(by));
    draft.announce(accepted(draft, entered, null, null), draft.inviterOf(party));
    draft.announce(accepted(draft, entered, call.offer(), draft.call().view()), by);
    draft.settle(by, HandledOutcome.ACCEPTED);
    MediaSteps.tellIfLimited(draft, entered);
    return draft.decision();
  }

  private static CallEvent.Accepted accepted(
      Draft draft, Party entered, Description offer, CallView view) {
    return new CallEvent.Accepted(
        draft.callId(),
        draft.version(),
        entered.userId(),
        entered.session().deviceId(),
        entered.instance(),
        null,
        offer,
        view);
  }

  static Decision giveWay(Call call, CallCommand.GiveWay command) {
    if (command.whileRinging() && call.state() == CallState.ACTIVE) {
      return Decision.refused(call, ErrorCode.INVALID_STATE, "the call has been answered");
    }
    Draft draft = new Draft(call, command.now());
    draft.giveWayTo(command.survivor());
    return draft.decision();
  }
}
