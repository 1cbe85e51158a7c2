package io.carillon.call.core;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;

/** How a part moves from one device of a user to another while its media goes on. */
final class TransferSteps {
  /** How long the other device may take to accept. */
  static final long PENDING_MS = 20_000;

  private TransferSteps() {}

  static Decision transfer(Call call, CallCommand.Transfer command) {
    Party party = call.party(command.from().userId()).orElseThrow();
    if (!party.isIn()) {
      return Decision.refused(call, ErrorCode.NOT_IN_CALL, "this device has not answered the call");
    }
    SessionRef to = command.to();
    if (to == null || !to.userId().equals(party.userId())) {
      return Decision.refused(
          call, ErrorCode.INVALID_STATE, "toDevice: is no connected device of this user");
    }
    if (to.deviceId().equals(command.from().deviceId())) {
      return Decision.refused(call, ErrorCode.INVALID_STATE, "toDevice: is this device");
    }
    if (party.isHandedTo(to)) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    callBack(draft, party, EndReason.CANCELLED);
    draft.replace(party.handing(new Party.Handover(to, command.now() + PENDING_MS)));
    draft.note(Told.of(to));
    draft.announce(
        new CallEvent.Transferred(call.callId(), draft.version(), draft.call().view(), null), to);
    return draft.decision();
  }

  /** The other device takes over, and offers to all others. */
  static Decision accept(Call call, Party party, CallCommand.Accept command) {
    SessionRef from = command.from();
    SessionRef before = party.session();
    Draft draft = new Draft(call, command.now());
    Party moved = party.takenOverBy(from);
    draft.replace(moved);
    draft.note(Told.of(from));
    draft.announce(
        GroupSteps.joined(draft, moved, before.deviceId()), draft.inCallBeside(from.userId()));
    draft.settle(from, HandledOutcome.ACCEPTED);
    MediaSteps.tellIfLimited(draft, moved);
    draft.forgetDescriptions();
    draft.follow(Consequence.MEDIA_SESSION);
    return draft.decision();
  }

  static Decision reject(Call call, Party party, CallCommand.Reject command) {
    SessionRef from = command.from();
    Draft draft = new Draft(call, command.now());
    draft.replace(party.handing(null));
    draft.dismiss(party.handover().to(), command.reason());
    draft.announce(
        new CallEvent.Rejected(
            call.callId(),
            draft.version(),
            from.userId(),
            from.deviceId(),
            command.reason(),
            command.userInfo()),
        party.session());
    return draft.decision();
  }

  static void timeIsUp(Draft draft, Party party) {
    draft.replace(party.handing(null));
    draft.dismiss(party.handover().to(), EndReason.NO_ANSWER);
    draft.announce(
        new CallEvent.NoAnswer(draft.callId(), draft.version(), party.userId()), party.session());
  }

  /** The other device is there with a new session: it is told once more. */
  static Decision offerAgain(Call call, Party party, CallCommand.SessionOpened command) {
    SessionRef session = command.session();
    Draft draft = new Draft(call, command.now());
    draft.replace(party.handing(new Party.Handover(session, party.handover().until())));
    draft.note(Told.of(session));
    draft.announce(
        new CallEvent.Transferred(call.callId(), draft.version(), draft.call().view(), null),
        session);
    return draft.decision();
  }

  /** The session that was to accept says good-bye. */
  static void targetIsGone(Draft draft, SessionRef session) {
    draft
        .party(session.userId())
        .filter(party -> party.isHandedTo(session))
        .ifPresent(party -> timeIsUp(draft, party));
  }

  /** Tells a device to which the part was being handed that it need not accept. */
  static void callBack(Draft draft, Party party, EndReason why) {
    if (party.handover() != null) {
      draft.dismiss(party.handover().to(), why);
    }
  }
}
