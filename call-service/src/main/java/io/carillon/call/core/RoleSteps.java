package io.carillon.call.core;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.view.Tracks;

/** What the creator of a group, or somebody with the grant for it, may do to its parties. */
final class RoleSteps {
  private RoleSteps() {}

  static Decision mute(Call call, CallCommand.Mute command) {
    SessionRef from = command.from();
    Decision refusal = refusal(call, from, command.admin(), command.userId());
    if (refusal != null) {
      return refusal;
    }
    Party party = call.party(command.userId()).orElse(null);
    return party == null || !party.isIn() || isOnOther(party, command.deviceId())
        ? notIn(call)
        : mute(call, party, command.muting(), from.userId(), command.now());
  }

  /** By an administrator, in any call. */
  static Decision silence(Call call, CallCommand.Silence command) {
    Party party = call.party(command.userId()).orElse(null);
    return party == null || !party.isIn()
        ? notIn(call)
        : mute(call, party, command.muting(), null, command.now());
  }

  private static Decision mute(Call call, Party party, Muting muting, String by, long now) {
    Tracks muted = muting.appliedTo(party.restraint().muted());
    if (muted.equals(party.restraint().muted())) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, now);
    draft.replace(party.muted(muted));
    draft.announce(
        new CallEvent.Muted(
            call.callId(),
            draft.version(),
            party.userId(),
            party.session().deviceId(),
            muted.audio(),
            muted.video(),
            muted.screen(),
            by),
        draft.inCall());
    draft.follow(Consequence.MEDIA_SESSION);
    return draft.decision();
  }

  static Decision expel(Call call, CallCommand.Expel command) {
    SessionRef from = command.from();
    Decision refusal = refusal(call, from, command.admin(), command.userId());
    if (refusal != null) {
      return refusal;
    }
    Party party = call.party(command.userId()).orElse(null);
    if (party != null && party.isOut() && party.restraint().barred()) {
      return Decision.unchanged(call);
    }
    return party == null || party.isOut() || isOnOther(party, command.deviceId())
        ? notIn(call)
        : takeOut(call, party, command.reason(), from.userId(), command.now());
  }

  /** By an administrator, out of any call. */
  static Decision remove(Call call, CallCommand.Remove command) {
    Party party = call.party(command.userId()).orElse(null);
    return party == null || party.isOut()
        ? notIn(call)
        : takeOut(call, party, EndReason.ENDED_BY_ADMIN, null, command.now());
  }

  private static Decision takeOut(Call call, Party party, EndReason why, String by, long now) {
    Draft draft = new Draft(call, now);
    Party barred = party.restrained(party.restraint().barring(true));
    if (party.isIn()) {
      Departure.ofMember(draft, barred, why, by, null);
    } else {
      if (draft.isGroup()) {
        draft.announce(
            new CallEvent.PartyLeft(call.callId(), draft.version(), party.userId(), null, why),
            draft.inCallBeside(party.userId()));
      }
      Departure.ofInvited(draft, barred.left(why, now), why, by);
    }
    return draft.decision();
  }

  private static Decision refusal(Call call, SessionRef from, boolean admin, String target) {
    if (!call.group()) {
      return Decision.refused(call, ErrorCode.INVALID_STATE, "only a group has roles: hang up");
    }
    if (from.userId().equals(target)) {
      return Decision.refused(call, ErrorCode.BAD_REQUEST, "userId: is the user who asks");
    }
    if (admin) {
      return null;
    }
    if (!call.party(from.userId()).map(Party::isIn).orElse(false)) {
      return Decision.refused(call, ErrorCode.NOT_IN_CALL, "this device has not answered the call");
    }
    return call.from().userId().equals(from.userId())
        ? null
        : Decision.refused(
            call, ErrorCode.FORBIDDEN, "only the creator or an administrator may do that");
  }

  private static boolean isOnOther(Party party, String deviceId) {
    return deviceId != null
        && (party.session() == null || !party.session().deviceId().equals(deviceId));
  }

  private static Decision notIn(Call call) {
    return Decision.refused(call, ErrorCode.NOT_IN_CALL, "that user has no part in the call");
  }
}
