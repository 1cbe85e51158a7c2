package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.Description;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.Event;
import io.carillon.protocol.view.CallEnd;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A call in the course of one step: what changes, whom it is told, what follows. Lives for one
 * decision.
 */
final class Draft {
  /** How long a call may take to be prepared before it is given up. */
  static final long PREPARE_MS = 5_000;

  /** How long an ended call is kept for commands that come again. */
  static final long RETENTION_MS = 300_000;

  private final Call before;
  private final List<Party> parties;
  private final List<Told> audience;
  private final List<Announcement> announcements = new ArrayList<>(4);
  private final Set<Consequence> consequences = EnumSet.noneOf(Consequence.class);
  private CallState state;
  private long expiresAt;
  private long startedAt;
  private long endedAt;
  private RawJson userInfo;
  private Description offer;
  private CallEnd end;

  Draft(Call before) {
    this.before = before;
    parties = new ArrayList<>(before.parties());
    audience = new ArrayList<>(before.audience());
    state = before.state();
    expiresAt = before.expiresAt();
    startedAt = before.startedAt();
    endedAt = before.endedAt();
    userInfo = before.userInfo();
    offer = before.offer();
    end = before.end();
  }

  String callId() {
    return before.callId();
  }

  long version() {
    return before.version() + 1;
  }

  SessionRef callerSession() {
    return parties.getFirst().session();
  }

  /** Puts a party in place of the one of the same user. */
  void replace(Party changed) {
    parties.replaceAll(party -> party.userId().equals(changed.userId()) ? changed : party);
  }

  void follow(Consequence consequence) {
    consequences.add(consequence);
  }

  void announce(Event event, List<SessionRef> to) {
    if (!to.isEmpty()) {
      announcements.add(new Announcement(event, to));
    }
  }

  void announce(Event event, SessionRef to) {
    announcements.add(new Announcement(event, List.of(to)));
  }

  /** Notes what a session knows; it stands in for an older session of the same device. */
  void note(Told told) {
    audience.removeIf(other -> other.isDeviceOf(told.session()));
    audience.add(told);
  }

  void forget(SessionRef session) {
    audience.removeIf(told -> told.isSession(session));
  }

  /** Notes that a session is reached at another edge now. */
  void reach(SessionRef session) {
    audience.replaceAll(
        told -> told.isSession(session) ? new Told(session, told.knowledge(), told.rang()) : told);
  }

  void ring(long now) {
    state = CallState.RINGING;
    expiresAt = now + before.ringTimeoutMs();
  }

  void answer(long now) {
    state = CallState.ACTIVE;
    startedAt = now;
    expiresAt = 0;
    offer = null;
  }

  void forgetOffer() {
    offer = null;
  }

  /** Those sessions of a user that know the call and were not told to stop. */
  List<SessionRef> informed(String userId) {
    return audience.stream()
        .filter(told -> told.isOfUser(userId) && told.knowsItLives())
        .map(Told::session)
        .toList();
  }

  /** Where the other users are reached: the device that is in, or each that rings. */
  List<SessionRef> others(String userId) {
    List<SessionRef> found = new ArrayList<>();
    for (Party party : parties) {
      if (party.userId().equals(userId)) {
        continue;
      }
      if (party.isIn()) {
        found.add(party.session());
      } else if (party.isInvited()) {
        found.addAll(informed(party.userId()));
      }
    }
    return found;
  }

  /** The devices of other users that are in. */
  List<SessionRef> inCallBeside(String userId) {
    return parties.stream()
        .filter(party -> party.isIn() && !party.userId().equals(userId))
        .map(Party::session)
        .toList();
  }

  /** Tells the other devices of this user that the invitation was settled by that one. */
  void settle(SessionRef by, HandledOutcome outcome) {
    List<SessionRef> losers = new ArrayList<>();
    audience.replaceAll(
        told -> {
          if (!told.isOfUser(by.userId()) || told.isDeviceOf(by) || !told.knowsItLives()) {
            return told;
          }
          losers.add(told.session());
          return told.knowing(Told.Knowledge.HANDLED);
        });
    announce(new CallEvent.HandledElsewhere(callId(), version(), outcome, by.deviceId()), losers);
  }

  /** Ends the call for all; everyone who knows that it lives is told. */
  void end(EndReason reason, String by, RawJson info, long now) {
    parties.replaceAll(party -> party.isOut() ? party : party.left(reason));
    long durationMs = startedAt == 0 ? 0 : Math.max(0, now - startedAt);
    end = new CallEnd(reason, by, durationMs);
    announce(
        new CallEvent.Ended(callId(), version(), reason, by, durationMs, info),
        audience.stream().filter(Told::knowsItLives).map(Told::session).toList());
    if (state != CallState.PREPARING) {
      follow(Consequence.MEDIA_SESSION);
    }
    follow(Consequence.ENDED);
    state = CallState.ENDED;
    endedAt = now;
    expiresAt = 0;
    audience.clear();
    userInfo = null;
    offer = null;
  }

  /** The call as it is now. */
  Call call() {
    return new Call(
        before.app(),
        before.callId(),
        version(),
        before.epoch(),
        before.media(),
        before.topology(),
        state,
        before.from(),
        before.createdAt(),
        before.ringTimeoutMs(),
        expiresAt,
        startedAt,
        endedAt,
        userInfo,
        offer,
        parties,
        audience,
        end,
        deadline());
  }

  Decision decision() {
    return new Decision(call(), true, null, announcements, consequences);
  }

  private long deadline() {
    if (state == CallState.ENDED) {
      return endedAt + RETENTION_MS;
    }
    long next =
        switch (state) {
          case PREPARING -> before.createdAt() + PREPARE_MS;
          case RINGING -> expiresAt;
          default -> Call.NEVER;
        };
    for (Party party : parties) {
      if (party.state() == PartyState.RECONNECTING) {
        next = Math.min(next, party.graceUntil());
      }
    }
    return next;
  }
}
