package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.view.MediaFlags;
import java.util.ArrayList;
import java.util.List;

/** From the invitation to its answer. */
final class RingSteps {
  private RingSteps() {}

  static Decision create(CallCommand.Create command) {
    SessionRef from = command.from();
    if (command.to().contains(from.userId())) {
      return Decision.refused(null, ErrorCode.BAD_REQUEST, "to: names the caller");
    }
    if (command.to().size() > 1) {
      return Decision.refused(
          null, ErrorCode.TOO_MANY_PARTIES, "to: only calls between two users are offered");
    }
    MediaFlags media = new MediaFlags(true, command.media() == MediaKind.VIDEO, false, false);
    List<Party> parties = new ArrayList<>();
    parties.add(Party.caller(from, media));
    command.to().forEach(user -> parties.add(Party.invited(user, media)));
    Call call =
        new Call(
            from.app(),
            command.callId(),
            1,
            0,
            command.media(),
            Topology.DIRECT,
            CallState.PREPARING,
            new DeviceRef(from.userId(), from.deviceId()),
            command.now(),
            command.ringTimeoutMs(),
            0,
            0,
            0,
            command.userInfo(),
            command.offer(),
            parties,
            List.of(Told.of(from)),
            null,
            command.now() + Draft.PREPARE_MS);
    return Decision.changed(call);
  }

  static Decision prepared(Call call, CallCommand.Prepared command) {
    return switch (command.line()) {
      case FREE -> ring(call, command);
      case BUSY -> turnAway(call, EndReason.BUSY, EndReason.BUSY, command.now());
      case DND -> turnAway(call, EndReason.DND, EndReason.DECLINED, command.now());
      case UNREACHABLE -> {
        Draft draft = new Draft(call);
        draft.replace(callee(call).left(EndReason.UNREACHABLE));
        draft.end(EndReason.UNREACHABLE, null, null, command.now());
        yield draft.decision();
      }
    };
  }

  static Decision ringing(Call call, CallCommand.Ringing command) {
    SessionRef from = command.from();
    if (Standing.of(from, call) != Standing.INVITED) {
      return notInvited(call);
    }
    boolean known = call.audience().stream().anyMatch(told -> told.isDeviceOf(from) && told.rang());
    if (known) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call);
    Party party = call.party(from.userId()).orElseThrow();
    if (party.state() != PartyState.RINGING) {
      draft.replace(party.inState(PartyState.RINGING));
      draft.follow(Consequence.ALERTED);
    }
    draft.note(Told.of(from).ringing());
    draft.announce(
        new CallEvent.Ringing(call.callId(), draft.version(), from.userId(), from.deviceId()),
        draft.callerSession());
    return draft.decision();
  }

  static Decision accept(Call call, CallCommand.Accept command) {
    SessionRef from = command.from();
    if (Standing.of(from, call) != Standing.INVITED) {
      return notInvited(call);
    }
    Draft draft = new Draft(call);
    draft.replace(call.party(from.userId()).orElseThrow().answeredBy(from));
    draft.note(Told.of(from));
    draft.answer(command.now());
    draft.announce(
        new CallEvent.Accepted(
            call.callId(),
            draft.version(),
            from.userId(),
            from.deviceId(),
            command.userInfo(),
            command.answer()),
        draft.callerSession());
    draft.settle(from, HandledOutcome.ACCEPTED);
    draft.follow(Consequence.MEDIA_SESSION);
    draft.follow(Consequence.ANSWERED);
    return draft.decision();
  }

  static Decision reject(Call call, CallCommand.Reject command) {
    SessionRef from = command.from();
    if (Standing.of(from, call) != Standing.INVITED) {
      return notInvited(call);
    }
    EndReason reason = command.reason();
    Draft draft = new Draft(call);
    draft.replace(call.party(from.userId()).orElseThrow().declinedBy(from, reason));
    draft.note(Told.of(from));
    draft.settle(from, reason == EndReason.BUSY ? HandledOutcome.BUSY : HandledOutcome.DECLINED);
    draft.announce(
        new CallEvent.Rejected(
            call.callId(),
            draft.version(),
            from.userId(),
            from.deviceId(),
            reason,
            command.userInfo()),
        draft.callerSession());
    draft.end(reason, from.userId(), null, command.now());
    return draft.decision();
  }

  static boolean wasDeclinedBy(Party party, Call call) {
    return (party.reason() == EndReason.DECLINED || party.reason() == EndReason.BUSY)
        && party.userId().equals(call.end().by());
  }

  private static Decision ring(Call call, CallCommand.Prepared command) {
    Draft draft = new Draft(call);
    if (command.pushed()) {
      draft.replace(callee(call).inState(PartyState.PUSHED));
    }
    draft.ring(command.now());
    call.audience().stream()
        .filter(told -> told.knowledge() == Told.Knowledge.NOTHING)
        .forEach(told -> draft.note(told.knowing(Told.Knowledge.LIVES)));
    command.told().forEach(session -> draft.note(Told.of(session)));
    Call rings = draft.call();
    draft.announce(
        new CallEvent.Invited(call.callId(), draft.version(), rings.view(), call.offer()),
        draft.informed(callee(call).userId()));
    draft.follow(Consequence.MEDIA_SESSION);
    draft.follow(Consequence.RINGS);
    return draft.decision();
  }

  /** The callee's line answers for the callee; what it says may be finer than how the call ends. */
  private static Decision turnAway(Call call, EndReason answer, EndReason end, long now) {
    Party callee = callee(call);
    Draft draft = new Draft(call);
    draft.replace(callee.left(end));
    draft.announce(
        new CallEvent.Rejected(call.callId(), draft.version(), callee.userId(), null, answer, null),
        draft.callerSession());
    draft.end(end, callee.userId(), null, now);
    return draft.decision();
  }

  private static Decision notInvited(Call call) {
    return Decision.refused(call, ErrorCode.INVALID_STATE, "this device's user is not being rung");
  }

  private static Party callee(Call call) {
    return call.parties().getLast();
  }
}
