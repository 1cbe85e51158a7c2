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
   */
  public static Decision decide(Call call, CallCommand command) {
    CommandKind kind = CommandKind.of(command);
    if (call != null && command instanceof CallCommand.OfDevice ofDevice) {
      Decision refusal = refusalBySender(call, ofDevice);
      if (refusal != null) {
        return refusal;
      }
    }
    return switch (CommandTable.rule(kind, call)) {
      case APPLY -> apply(call, command);
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
    if (command instanceof CallCommand.Create) {
      return isCallers(call, command)
          ? null
          : Decision.refused(call, ErrorCode.CALL_EXISTS, "callId: is taken by another call");
    }
    if (command instanceof CallCommand.Get) {
      return standing == Standing.STRANGER
          ? Decision.refused(call, ErrorCode.CALL_NOT_FOUND, "no such call")
          : null;
    }
    return switch (standing) {
      case STRANGER ->
          Decision.refused(call, ErrorCode.NOT_IN_CALL, "this user has no part in the call");
      case ON_OTHER_DEVICE ->
          call.isEnded()
              ? null
              : isCallers(call, command)
                  ? Decision.refused(
                      call, ErrorCode.NOT_IN_CALL, "another device of this user is in the call")
                  : Decision.refused(
                      call, ErrorCode.ANSWERED_ELSEWHERE, "another device answered the call");
      case PART, INVITED, OUT -> null;
    };
  }

  private static Decision apply(Call call, CallCommand command) {
    return switch (command) {
      case CallCommand.Create create -> RingSteps.create(create);
      case CallCommand.Prepared prepared -> RingSteps.prepared(call, prepared);
      case CallCommand.Withdraw withdraw -> Decision.changed(null);
      case CallCommand.Get get -> Decision.unchanged(call);
      case CallCommand.Look look -> Decision.unchanged(call);
      case CallCommand.Ringing ringing -> RingSteps.ringing(call, ringing);
      case CallCommand.Accept accept -> RingSteps.accept(call, accept);
      case CallCommand.Reject reject -> RingSteps.reject(call, reject);
      case CallCommand.Hangup hangup -> EndSteps.hangup(call, hangup);
      case CallCommand.SetMedia media -> MediaSteps.setMedia(call, media);
      case CallCommand.ReportConnection report -> MediaSteps.reportConnection(call, report);
      case CallCommand.SessionOpened opened -> SessionSteps.opened(call, opened);
      case CallCommand.SessionLost lost -> SessionSteps.lost(call, lost);
      case CallCommand.SessionResumed resumed -> SessionSteps.resumed(call, resumed);
      case CallCommand.SessionClosed closed -> SessionSteps.closed(call, closed);
      case CallCommand.Tick tick -> EndSteps.tick(call, tick);
    };
  }

  /** A command that may have been carried out before, from the one who gave it then. */
  private static Decision again(Call call, CallCommand.OfDevice command) {
    Party party = call.party(command.from().userId()).orElseThrow();
    boolean same =
        switch (command) {
          case CallCommand.Create create -> true;
          case CallCommand.Accept accept ->
              call.startedAt() != 0
                  && !isCallers(call, command)
                  && party.isOnDeviceOf(accept.from());
          case CallCommand.Reject reject -> RingSteps.wasDeclinedBy(party, call);
          case CallCommand.Hangup hangup -> party.isOnDeviceOf(command.from());
          default -> false;
        };
    if (same) {
      return Decision.unchanged(call);
    }
    return call.isEnded()
        ? over(call)
        : Decision.refused(call, ErrorCode.INVALID_STATE, "the call is " + call.state().code());
  }

  private static boolean isCallers(Call call, CallCommand.OfDevice command) {
    return call.from().userId().equals(command.from().userId());
  }

  private static Decision over(Call call) {
    return Decision.refused(call, ErrorCode.CALL_ENDED, "the call is over");
  }
}
