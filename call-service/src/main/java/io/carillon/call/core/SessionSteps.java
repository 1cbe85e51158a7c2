package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of the sessions that have to do with a call. A drop names its session: one that was
 * replaced in the meantime changes nothing.
 */
final class SessionSteps {
  private SessionSteps() {}

  static Decision opened(Call call, CallCommand.SessionOpened command) {
    SessionRef session = command.session();
    Party party = call.party(session.userId()).orElse(null);
    if (party == null || party.isOut() || party.unaware()) {
      return Decision.unchanged(call);
    }
    if (party.isInvited()) {
      return invite(call, party, command);
    }
    if (party.isOnDeviceOf(session)) {
      return party.holds(session) ? Decision.unchanged(call) : takeOver(call, party, command);
    }
    if (party.isHandedTo(session)) {
      return TransferSteps.offerAgain(call, party, command);
    }
    return watch(call, command);
  }

  static Decision lost(Call call, CallCommand.SessionLost command) {
    Optional<Party> holder = holder(call, command.session());
    if (holder.isEmpty() || holder.get().state() == PartyState.RECONNECTING) {
      return Decision.unchanged(call);
    }
    Party party = holder.get();
    Draft draft = new Draft(call, command.now());
    draft.replace(party.dropped(command.now() + command.graceMs()));
    draft.announce(
        new CallEvent.PartyReconnecting(
            call.callId(), draft.version(), party.userId(), party.session().deviceId()),
        draft.others(party.userId()));
    return draft.decision();
  }

  static Decision resumed(Call call, CallCommand.SessionResumed command) {
    SessionRef session = command.session();
    Optional<Party> holder = holder(call, session);
    boolean back = holder.isPresent() && holder.get().state() == PartyState.RECONNECTING;
    boolean moved =
        call.audience().stream()
            .anyMatch(told -> told.isSession(session) && !told.session().equals(session));
    if (!back && !moved) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    draft.reach(session);
    if (holder.isPresent()) {
      Party party = holder.get();
      // Its token may have changed.
      Party now = (back ? party.resumedBy(session) : party.reachedAt(session)).limited();
      draft.replace(now);
      if (back) {
        announceBack(draft, party.userId(), session, party.instance());
      }
      if (!now.media().equals(party.media())) {
        MediaSteps.tell(draft, now);
      }
      if (moved && call.state() != CallState.PREPARING) {
        draft.follow(Consequence.MEDIA_SESSION);
      }
    }
    return draft.decision();
  }

  static Decision closed(Call call, CallCommand.SessionClosed command) {
    SessionRef session = command.session();
    Optional<Party> holder = holder(call, session);
    if (holder.isEmpty() && call.audience().stream().noneMatch(told -> told.isSession(session))) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    draft.forget(session);
    if (holder.isPresent()) {
      leave(call, draft, holder.get());
    } else {
      TransferSteps.targetIsGone(draft, session);
    }
    return draft.decision();
  }

  private static void leave(Call call, Draft draft, Party party) {
    if (call.state() == CallState.ACTIVE) {
      Departure.ofMember(draft, party, EndReason.HANGUP, party.userId(), null);
    } else {
      draft.end(EndReason.CANCELLED, party.userId(), null);
    }
  }

  private static Decision invite(Call call, Party party, CallCommand.SessionOpened command) {
    SessionRef session = command.session();
    boolean noted =
        call.audience().stream()
            .anyMatch(
                told -> told.isSession(session) && told.knowledge() != Told.Knowledge.DISMISSED);
    if (!party.ring().told()) {
      if (noted) {
        return Decision.unchanged(call);
      }
      Draft draft = new Draft(call, command.now());
      draft.note(new Told(session, Told.Knowledge.NOTHING, false));
      return draft.decision();
    }
    if (noted) {
      Announcement again =
          new Announcement(
              new CallEvent.Invited(call.callId(), call.version(), call.view(), call.offer()),
              List.of(session));
      return new Decision(call, false, null, List.of(again), Set.of());
    }
    Draft draft = new Draft(call, command.now());
    draft.note(Told.of(session));
    draft.announce(
        new CallEvent.Invited(call.callId(), draft.version(), draft.call().view(), call.offer()),
        session);
    return draft.decision();
  }

  private static Decision takeOver(Call call, Party party, CallCommand.SessionOpened command) {
    SessionRef session = command.session();
    Draft draft = new Draft(call, command.now());
    TransferSteps.callBack(draft, party, EndReason.CANCELLED);
    Party successor = party.takenOverBy(session);
    draft.replace(successor);
    draft.note(Told.of(session));
    // They were the old page's: nobody could use an answer to its offer.
    draft.forgetDescriptions();
    announceBack(draft, party.userId(), session, successor.instance());
    MediaSteps.tellIfLimited(draft, successor);
    if (call.state() != CallState.PREPARING) {
      draft.follow(Consequence.MEDIA_SESSION);
    }
    return draft.decision();
  }

  /**
   * A device that sees a call of its user's other device, and is told of its end; unless this very
   * session was told before, if only that another device settled the invitation.
   */
  private static Decision watch(Call call, CallCommand.SessionOpened command) {
    SessionRef session = command.session();
    boolean noted = call.audience().stream().anyMatch(told -> told.isSession(session));
    if (noted || call.state() == CallState.PREPARING) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    draft.note(Told.of(session));
    return draft.decision();
  }

  private static void announceBack(Draft draft, String userId, SessionRef session, int instance) {
    draft.announce(
        new CallEvent.PartyReconnected(
            draft.callId(), draft.version(), userId, session.deviceId(), instance),
        draft.others(userId));
  }

  private static Optional<Party> holder(Call call, SessionRef session) {
    return call.party(session.userId()).filter(party -> party.isIn() && party.holds(session));
  }
}
