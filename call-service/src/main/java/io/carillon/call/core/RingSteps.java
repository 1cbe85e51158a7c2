package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.Description;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.TopologyWish;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.MediaFlags;
import java.util.ArrayList;
import java.util.List;

/** From the invitation to its answer. */
final class RingSteps {
  private RingSteps() {}

  static Decision create(CallCommand.Create command, MediaTerms terms) {
    SessionRef from = command.from();
    if (command.to().contains(from.userId())) {
      return Decision.refused(null, ErrorCode.BAD_REQUEST, "to: names the caller");
    }
    boolean group = command.group() || command.to().size() != 1;
    if (group && command.offer() != null) {
      return Decision.refused(
          null, ErrorCode.BAD_REQUEST, "description: an offer is for a call between two users");
    }
    Decision noBridge = PathSteps.refusal(command.topology(), terms);
    if (noBridge != null) {
      return noBridge;
    }
    List<Party> parties = new ArrayList<>();
    parties.add(Party.entering(from, flags(command.media()), command.now()));
    command.to().forEach(user -> parties.add(invited(command, user, from.userId())));
    return Decision.changed(
        call(
            from.app(),
            command.callId(),
            command.media(),
            MediaPath.of(command.topology()),
            group,
            command.room(),
            new DeviceRef(from.userId(), from.deviceId()),
            command.ringTimeoutMs(),
            command.userInfo(),
            command.offer(),
            parties,
            List.of(Told.of(from)),
            command.now()));
  }

  static Decision convene(CallCommand.Convene command) {
    MediaFlags flags = flags(command.media());
    long until = command.now() + Draft.PREPARE_MS;
    List<Party> parties = new ArrayList<>();
    parties.add(Party.invited(command.creator(), command.creator(), flags, until));
    command.to().forEach(user -> parties.add(Party.invited(user, command.creator(), flags, until)));
    return Decision.changed(
        call(
            command.app(),
            command.callId(),
            command.media(),
            MediaPath.of(TopologyWish.AUTO),
            true,
            null,
            new DeviceRef(command.creator(), null),
            command.ringTimeoutMs(),
            command.userInfo(),
            null,
            parties,
            List.of(),
            command.now()));
  }

  private static Party invited(CallCommand.Create command, String user, String by) {
    return Party.invited(user, by, flags(command.media()), command.now() + Draft.PREPARE_MS);
  }

  static MediaFlags flags(MediaKind media) {
    return new MediaFlags(true, media == MediaKind.VIDEO, false, false);
  }

  private static Call call(
      String app,
      String callId,
      MediaKind media,
      MediaPath path,
      boolean group,
      String room,
      DeviceRef from,
      long ringTimeoutMs,
      RawJson userInfo,
      Description offer,
      List<Party> parties,
      List<Told> audience,
      long now) {
    return new Call(
        app,
        callId,
        1,
        media,
        path,
        CallState.PREPARING,
        group,
        room,
        from,
        now,
        ringTimeoutMs,
        0,
        0,
        userInfo,
        offer,
        null,
        parties,
        audience,
        null,
        null,
        false,
        now,
        false,
        now + Draft.PREPARE_MS);
  }

  /** Those who were looked at ring, or are out; a room is open. */
  static Decision prepared(Call call, CallCommand.Prepared command) {
    Draft draft = new Draft(call, command.now());
    boolean isNew = call.state() == CallState.PREPARING;
    if (isNew && draft.isRoom()) {
      draft.open();
      return draft.decision();
    }
    List<Party> rung = new ArrayList<>();
    for (Reach reach : command.reaches()) {
      draft
          .party(reach.userId())
          .filter(party -> party.ring() != null && !party.ring().told())
          .ifPresent(party -> ring(draft, party, reach, rung));
    }
    if (!rung.isEmpty()) {
      draft.ring();
    }
    CallView view = draft.call().view();
    for (Party party : rung) {
      draft.announce(
          new CallEvent.Invited(call.callId(), draft.version(), view, call.offer()),
          draft.informed(party.userId()));
    }
    if (!isNew && !rung.isEmpty()) {
      draft.announce(
          new CallEvent.State(call.callId(), draft.version(), view, null),
          draft.bystandersOf(rung.getFirst()));
    }
    turnAway(draft, command.reaches());
    return draft.decision();
  }

  private static void ring(Draft draft, Party party, Reach reach, List<Party> rung) {
    long until = draft.now() + draft.ringTimeoutMs();
    switch (reach.line()) {
      case FREE -> {
        Party rings = party.rung(reach.pushed(), until);
        draft.replace(rings);
        draft.know(told -> told.isOfUser(party.userId()));
        reach.told().forEach(session -> draft.note(Told.of(session)));
        rung.add(rings);
      }
      case UNAWARE -> {
        Party seemsToRing = party.rungInPretence(reach.pretence(), reach.pushed(), until);
        draft.replace(seemsToRing);
        rung.add(seemsToRing);
      }
      case BUSY, DND, UNREACHABLE -> {}
    }
  }

  /** After the others ring, so that the call does not end before they do. */
  private static void turnAway(Draft draft, List<Reach> reaches) {
    for (Reach reach : reaches) {
      Party party = draft.party(reach.userId()).orElse(null);
      if (draft.isOver() || party == null || party.ring() == null || party.ring().told()) {
        continue;
      }
      switch (reach.line()) {
        case BUSY -> answerForLine(draft, party, EndReason.BUSY, EndReason.BUSY);
        case DND -> answerForLine(draft, party, EndReason.DND, EndReason.DECLINED);
        case UNREACHABLE -> unreachable(draft, party);
        case FREE, UNAWARE -> {}
      }
    }
  }

  /** The line answers for its user; what it says may be finer than how the user's part ends. */
  private static void answerForLine(Draft draft, Party party, EndReason answer, EndReason end) {
    draft.announce(
        new CallEvent.Rejected(draft.callId(), draft.version(), party.userId(), null, answer, null),
        draft.inviterOf(party));
    tellBystanders(draft, party, null, end);
    Departure.ofInvited(draft, party.left(end, draft.now()), end, party.userId());
  }

  private static void unreachable(Draft draft, Party party) {
    EndReason why = EndReason.UNREACHABLE;
    if (draft.isGroup()) {
      draft.announce(
          new CallEvent.PartyLeft(draft.callId(), draft.version(), party.userId(), null, why),
          draft.inCallBeside(party.userId()));
    }
    Departure.ofInvited(draft, party.left(why, draft.now()), why, null);
  }

  private static void tellBystanders(Draft draft, Party party, String deviceId, EndReason why) {
    draft.announce(
        new CallEvent.PartyLeft(draft.callId(), draft.version(), party.userId(), deviceId, why),
        draft.bystandersOf(party));
  }

  static Decision ringing(Call call, CallCommand.Ringing command) {
    SessionRef from = command.from();
    Party party = call.party(from.userId()).orElseThrow();
    if (party.isHandedTo(from)) {
      return Decision.unchanged(call);
    }
    if (Standing.of(from, call) != Standing.INVITED) {
      return notInvited(call);
    }
    boolean known = call.audience().stream().anyMatch(told -> told.isDeviceOf(from) && told.rang());
    if (known) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    alert(draft, party, from.deviceId());
    draft.note(Told.of(from).ringing());
    return draft.decision();
  }

  private static void alert(Draft draft, Party party, String deviceId) {
    if (party.state() != PartyState.RINGING) {
      draft.replace(party.alerting());
      draft.follow(Consequence.ALERTED);
    }
    draft.announce(
        new CallEvent.Ringing(draft.callId(), draft.version(), party.userId(), deviceId),
        draft.inviterOf(party));
  }

  /** The caller hears of a device that alerts, which none does. */
  static void pretendToAlert(Draft draft, Party party) {
    draft.replace(party.alerting());
    draft.announce(
        new CallEvent.Ringing(
            draft.callId(), draft.version(), party.userId(), party.ring().pretence().deviceId()),
        draft.inviterOf(party));
  }

  static Decision accept(Call call, CallCommand.Accept command, MediaTerms terms) {
    SessionRef from = command.from();
    Party party = call.party(from.userId()).orElseThrow();
    if (party.isHandedTo(from)) {
      return TransferSteps.accept(call, party, command);
    }
    if (Standing.of(from, call) != Standing.INVITED) {
      return party.isIn() && party.hasAccepted() ? Decision.unchanged(call) : notInvited(call);
    }
    Decision full = PathSteps.refusalIfFull(call, terms);
    if (full != null) {
      return full;
    }
    Draft draft = new Draft(call, command.now());
    Party entered = party.enteredBy(from, command.now());
    draft.enter(entered);
    draft.note(Told.of(from));
    draft.announce(
        new CallEvent.Accepted(
            call.callId(),
            draft.version(),
            from.userId(),
            from.deviceId(),
            entered.instance(),
            command.userInfo(),
            command.answer(),
            null),
        draft.inviterOf(party));
    draft.announce(GroupSteps.joined(draft, entered, null), draft.bystandersOf(party));
    draft.settle(from, HandledOutcome.ACCEPTED);
    draft.answer(command.answer());
    MediaSteps.tellIfLimited(draft, entered);
    PathSteps.grown(draft, terms);
    return draft.decision();
  }

  static Decision reject(Call call, CallCommand.Reject command) {
    SessionRef from = command.from();
    Party party = call.party(from.userId()).orElseThrow();
    if (party.isHandedTo(from)) {
      return TransferSteps.reject(call, party, command);
    }
    if (Standing.of(from, call) != Standing.INVITED) {
      return wasDeclinedBy(party, call) ? Decision.unchanged(call) : notInvited(call);
    }
    EndReason reason = command.reason();
    Draft draft = new Draft(call, command.now());
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
        draft.inviterOf(party));
    tellBystanders(draft, party, from.deviceId(), reason);
    Departure.ofInvited(
        draft, party.declinedBy(from, reason, command.now()), reason, from.userId());
    return draft.decision();
  }

  /** Whether the user is out by the user's own word. */
  static boolean wasDeclinedBy(Party party, Call call) {
    boolean declined = party.reason() == EndReason.DECLINED || party.reason() == EndReason.BUSY;
    return declined && (call.group() || party.userId().equals(call.end().by()));
  }

  private static Decision notInvited(Call call) {
    return Decision.refused(call, ErrorCode.INVALID_STATE, "this device's user is not being rung");
  }
}
