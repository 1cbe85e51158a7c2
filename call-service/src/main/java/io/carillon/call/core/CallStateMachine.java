package io.carillon.call.core;

import io.carillon.protocol.ErrorCode;

/**
 * Decides what a command comes to. A pure function: the same call and command decide the same, at
 * any time and on any node.
 */
public final class CallStateMachine {
  private CallStateMachine() {}

  /**
   * Decides.
   *
   * @param call the call as it is, or null if there is none
   * @param terms how media can flow at that moment
   */
  public static Decision decide(Call call, CallCommand command, MediaTerms terms) {
    CommandKind kind = CommandKind.of(command);
    if (call != null && command instanceof CallCommand.OfDevice ofDevice) {
      Decision refusal = refusalBySender(call, ofDevice);
      if (refusal != null) {
        return refusal;
      }
    }
    return switch (CommandTable.rule(kind, call)) {
      case APPLY -> apply(call, command, terms);
      case AGAIN -> again(call, (CallCommand.OfDevice) command);
      case IGNORE -> Decision.unchanged(call);
      case NOT_FOUND -> Decision.refused(call, ErrorCode.CALL_NOT_FOUND, "no such call");
      case INVALID ->
          Decision.refused(call, ErrorCode.INVALID_STATE, "the call is " + call.state().code());
      case OVER -> over(call);
    };
  }

  /** What is refused whatever the state, because of who asks. */
  private static Decision refusalBySender(Call call, CallCommand.OfDevice command) {
    Standing standing = Standing.of(command.from(), call);
    return switch (command) {
      case CallCommand.Create create ->
          isCreators(call, command)
              ? null
              : Decision.refused(call, ErrorCode.CALL_EXISTS, "callId: is taken by another call");
      case CallCommand.Get get ->
          standing == Standing.STRANGER
              ? Decision.refused(call, ErrorCode.CALL_NOT_FOUND, "no such call")
              : null;
      case CallCommand.Join join ->
          standing == Standing.STRANGER && !call.group()
              ? Decision.refused(call, ErrorCode.CALL_NOT_FOUND, "no such call")
              : null;
      case CallCommand.Hangup hangup when hangup.everyone() && hangup.admin() && call.group() ->
          null;
      case CallCommand.Mute mute when mute.admin() -> null;
      case CallCommand.Expel expel when expel.admin() -> null;
      default -> refusalByStanding(call, command, standing);
    };
  }

  private static Decision refusalByStanding(
      Call call, CallCommand.OfDevice command, Standing standing) {
    return switch (standing) {
      case STRANGER ->
          Decision.refused(call, ErrorCode.NOT_IN_CALL, "this user has no part in the call");
      case ON_OTHER_DEVICE -> {
        Party party = call.party(command.from().userId()).orElseThrow();
        if (call.isEnded() || party.isOut() || takesOrLeaves(party, command)) {
          yield null;
        }
        yield party.invitedBy() == null
            ? Decision.refused(
                call, ErrorCode.NOT_IN_CALL, "another device of this user is in the call")
            : Decision.refused(
                call, ErrorCode.ANSWERED_ELSEWHERE, "another device answered the call");
      }
      case PART, INVITED, OUT -> null;
    };
  }

  /** Whether a device to which the part is being handed says what it makes of that. */
  private static boolean takesOrLeaves(Party party, CallCommand.OfDevice command) {
    return party.isHandedTo(command.from())
        && switch (command) {
          case CallCommand.Ringing ringing -> true;
          case CallCommand.Accept accept -> true;
          case CallCommand.Reject reject -> true;
          case CallCommand.Hangup hangup -> true;
          default -> false;
        };
  }

  private static Decision apply(Call call, CallCommand command, MediaTerms terms) {
    return switch (command) {
      case CallCommand.Create create -> RingSteps.create(create, terms);
      case CallCommand.Convene convene -> RingSteps.convene(convene);
      case CallCommand.Prepared prepared -> RingSteps.prepared(call, prepared);
      case CallCommand.Withdraw withdraw -> Decision.changed(null);
      case CallCommand.Get get -> Decision.unchanged(call);
      case CallCommand.Look look -> Decision.unchanged(call);
      case CallCommand.Ringing ringing -> RingSteps.ringing(call, ringing);
      case CallCommand.Accept accept -> RingSteps.accept(call, accept, terms);
      case CallCommand.Reject reject -> RingSteps.reject(call, reject);
      case CallCommand.Hangup hangup -> EndSteps.hangup(call, hangup);
      case CallCommand.Add add -> GroupSteps.add(call, add);
      case CallCommand.Summon summon -> GroupSteps.summon(call, summon);
      case CallCommand.Join join -> GroupSteps.join(call, join, terms);
      case CallCommand.Update update -> GroupSteps.update(call, update);
      case CallCommand.Transfer transfer -> TransferSteps.transfer(call, transfer);
      case CallCommand.Mute mute -> RoleSteps.mute(call, mute);
      case CallCommand.Silence silence -> RoleSteps.silence(call, silence);
      case CallCommand.Expel expel -> RoleSteps.expel(call, expel);
      case CallCommand.SetMedia media -> MediaSteps.setMedia(call, media);
      case CallCommand.ReportConnection report -> MediaSteps.reportConnection(call, report);
      case CallCommand.Cross cross -> GlareSteps.cross(call, cross);
      case CallCommand.GiveWay giveWay -> GlareSteps.giveWay(call, giveWay);
      case CallCommand.End end -> EndSteps.end(call, end);
      case CallCommand.Remove remove -> RoleSteps.remove(call, remove);
      case CallCommand.BridgeLost lost -> PathSteps.lost(call, lost, terms);
      case CallCommand.Recorded recorded -> RecordSteps.recorded(call, recorded);
      case CallCommand.Restate restate -> RestateSteps.restate(call, restate);
      case CallCommand.SessionOpened opened -> SessionSteps.opened(call, opened);
      case CallCommand.SessionLost lost -> SessionSteps.lost(call, lost);
      case CallCommand.SessionResumed resumed -> SessionSteps.resumed(call, resumed);
      case CallCommand.SessionClosed closed -> SessionSteps.closed(call, closed);
      case CallCommand.Tick tick -> EndSteps.tick(call, tick, terms);
    };
  }

  /** A command on a call that is over, or made already, from the one who gave it before. */
  private static Decision again(Call call, CallCommand.OfDevice command) {
    Party party = call.party(command.from().userId()).orElse(null);
    boolean same =
        party != null
            && switch (command) {
              case CallCommand.Create create -> true;
              case CallCommand.Accept accept ->
                  party.wasIn() && party.hasAccepted() && party.isOnDeviceOf(accept.from());
              case CallCommand.Reject reject -> RingSteps.wasDeclinedBy(party, call);
              case CallCommand.Hangup hangup -> party.isOnDeviceOf(command.from());
              default -> false;
            };
    return same ? Decision.unchanged(call) : over(call);
  }

  private static boolean isCreators(Call call, CallCommand.OfDevice command) {
    return call.from().userId().equals(command.from().userId());
  }

  private static Decision over(Call call) {
    return Decision.refused(call, ErrorCode.CALL_ENDED, "the call is over");
  }
}
