package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.Description;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.HandledOutcome;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.Event;
import io.carillon.protocol.view.CallEnd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A call in the course of one step: what changes, whom it is told, what follows. Lives for one
 * decision.
 */
final class Draft {
  /** How long a call, or a further invitation, may take to be prepared before it is given up. */
  static final long PREPARE_MS = 5_000;

  /** How long an ended call is kept for commands that come again. */
  static final long RETENTION_MS = 300_000;

  private final Call before;
  private final long now;
  private final List<Party> parties;
  private final List<Told> audience;
  private final List<Announcement> announcements = new ArrayList<>(4);
  private final Set<Consequence> consequences = EnumSet.noneOf(Consequence.class);
  private CallState state;
  private MediaPath path;
  private boolean group;
  private long startedAt;
  private long endedAt;
  private RawJson userInfo;
  private Description offer;
  private Description answer;
  private CallEnd end;
  private String survivor;
  private boolean doubtful;

  Draft(Call before, long now) {
    this.before = before;
    this.now = now;
    parties = new ArrayList<>(before.parties());
    audience = new ArrayList<>(before.audience());
    state = before.state();
    path = before.path();
    group = before.group();
    startedAt = before.startedAt();
    endedAt = before.endedAt();
    userInfo = before.userInfo();
    offer = before.offer();
    answer = before.answer();
    end = before.end();
    survivor = before.survivor();
    doubtful = before.doubtful();
  }

  String callId() {
    return before.callId();
  }

  long version() {
    return before.version() + 1;
  }

  long now() {
    return now;
  }

  boolean isGroup() {
    return group;
  }

  boolean isRoom() {
    return before.room() != null;
  }

  boolean isOver() {
    return state == CallState.ENDED;
  }

  boolean wasAnswered() {
    return startedAt != 0;
  }

  MediaPath path() {
    return path;
  }

  /** From now on media flows that way. */
  void take(MediaPath next) {
    path = next;
  }

  long ringTimeoutMs() {
    return before.ringTimeoutMs();
  }

  Optional<Party> party(String userId) {
    return parties.stream().filter(party -> party.userId().equals(userId)).findFirst();
  }

  boolean any(Predicate<Party> which) {
    return parties.stream().anyMatch(which);
  }

  long count(Predicate<Party> which) {
    return parties.stream().filter(which).count();
  }

  /** Puts a party in place of the one of the same user. */
  void replace(Party changed) {
    parties.replaceAll(party -> party.userId().equals(changed.userId()) ? changed : party);
  }

  /** Adds an invited party, or invites one anew. */
  void invite(Party invited) {
    parties.removeIf(party -> party.userId().equals(invited.userId()));
    parties.add(invited);
  }

  /** From now on the call outlives any one party. */
  void becomeGroup() {
    group = true;
    // An offer is for one other: who is told of the call from now on offers.
    forgetDescriptions();
  }

  /** A party is in, and stands behind those who were in before. The call is answered by that. */
  void enter(Party entered) {
    boolean isCreator = entered.userId().equals(before.from().userId());
    boolean creatorLeads = parties.getFirst().userId().equals(before.from().userId());
    parties.removeIf(party -> party.userId().equals(entered.userId()));
    int place = creatorLeads && !isCreator ? 1 : 0;
    for (int i = 0; i < parties.size(); i++) {
      if (parties.get(i).isIn()) {
        place = Math.max(place, i + 1);
      }
    }
    parties.add(place, entered);
    if (state != CallState.ACTIVE) {
      state = CallState.ACTIVE;
      startedAt = now;
      follow(Consequence.ANSWERED);
    }
    follow(Consequence.MEDIA_SESSION);
  }

  /** A room is open as soon as somebody is in it. */
  void open() {
    state = CallState.ACTIVE;
    startedAt = now;
    follow(Consequence.OPENED);
    follow(Consequence.MEDIA_SESSION);
  }

  /** It rings, whoever may be told of it later. */
  void ring() {
    if (state == CallState.PREPARING) {
      state = CallState.RINGING;
      follow(Consequence.RINGS);
    }
    follow(Consequence.MEDIA_SESSION);
  }

  /** Offer and answer are of no use any more: media is up, or begins anew. */
  void forgetDescriptions() {
    offer = null;
    answer = null;
  }

  /** The offer was answered; null where the answer came without a description. */
  void answer(Description given) {
    offer = null;
    answer = group ? null : given;
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

  /** Those who came while the call was being prepared are told now. */
  void know(Predicate<Told> which) {
    audience.replaceAll(
        told ->
            told.knowledge() == Told.Knowledge.NOTHING && which.test(told)
                ? told.knowing(Told.Knowledge.LIVES)
                : told);
  }

  /** Notes that a session is reached at another edge now. */
  void reach(SessionRef session) {
    audience.replaceAll(
        told -> told.isSession(session) ? new Told(session, told.knowledge(), told.rang()) : told);
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
    return inCall(party -> !party.userId().equals(userId));
  }

  /** The device of who rang that party, if it is in. */
  List<SessionRef> inviterOf(Party invited) {
    // Who is rung by an administrator in the user's own name hears nothing of it.
    return inCall(
        party ->
            !party.userId().equals(invited.userId()) && party.userId().equals(invited.invitedBy()));
  }

  /** The devices of those who are in beside a party and who rang it. */
  List<SessionRef> bystandersOf(Party invited) {
    return inCall(
        party ->
            !party.userId().equals(invited.userId())
                && !party.userId().equals(invited.invitedBy()));
  }

  /** The devices that are in. */
  List<SessionRef> inCall() {
    return inCall(party -> true);
  }

  private List<SessionRef> inCall(Predicate<Party> which) {
    return parties.stream()
        .filter(party -> party.isIn() && which.test(party))
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

  /**
   * A user is out, and those of the user's sessions that know of the call are told that it is over
   * for them. The call itself may go on.
   */
  void dismiss(Party out, String by, RawJson info) {
    replace(out);
    long durationMs = out.wasIn() ? Math.max(0, now - out.joinedAt()) : 0;
    announce(
        new CallEvent.Ended(callId(), version(), out.reason(), by, durationMs, info),
        informed(out.userId()));
    know(out.userId());
    follow(Consequence.MEDIA_SESSION);
    follow(Consequence.PARTED);
  }

  /** Those of a user know that it is over for them; who went before is forgotten for that. */
  private void know(String goneUserId) {
    audience.removeIf(
        told ->
            told.knowledge() == Told.Knowledge.DISMISSED
                || (told.isOfUser(goneUserId) && !told.knowsItLives()));
    audience.replaceAll(
        told -> told.isOfUser(goneUserId) ? told.knowing(Told.Knowledge.DISMISSED) : told);
  }

  /** One session hears that the call is over for it. */
  void dismiss(SessionRef session, EndReason reason) {
    if (audience.removeIf(told -> told.isSession(session) && told.knowsItLives())) {
      announce(new CallEvent.Ended(callId(), version(), reason, null, 0, null), session);
    }
  }

  /** Ends the call for all; everyone who knows that it lives is told. */
  void end(EndReason reason, String by, RawJson info) {
    long durationMs = startedAt == 0 ? 0 : Math.max(0, now - startedAt);
    List<SessionRef> rung = new ArrayList<>();
    for (Party party : List.copyOf(parties)) {
      if (!party.isOut()) {
        boolean ringsOn = group && party.isInvited();
        if (ringsOn) {
          rung.addAll(informed(party.userId()));
        }
        replace(party.left(ringsOn ? ringEnd(reason) : reason, now));
      }
    }
    end = new CallEnd(reason, by, durationMs);
    List<SessionRef> others =
        audience.stream()
            .filter(Told::knowsItLives)
            .map(Told::session)
            .filter(session -> !rung.contains(session))
            .toList();
    announce(new CallEvent.Ended(callId(), version(), reason, by, durationMs, info), others);
    announce(new CallEvent.Ended(callId(), version(), ringEnd(reason), by, 0, info), rung);
    if (state != CallState.PREPARING) {
      follow(Consequence.MEDIA_SESSION);
    }
    follow(Consequence.ENDED);
    state = CallState.ENDED;
    endedAt = now;
    userInfo = null;
    forgetDescriptions();
  }

  /** What one hears who still rings when a group ends: it was called off, whatever ended it. */
  private static EndReason ringEnd(EndReason reason) {
    return switch (reason) {
      case ENDED_BY_ADMIN, SERVER_ERROR, REPLACED -> reason;
      default -> EndReason.CANCELLED;
    };
  }

  /** Ends the call in favour of another. */
  void giveWayTo(String other) {
    survivor = other;
    end(EndReason.REPLACED, null, null);
  }

  /** All who know of it are told now how it stands. */
  void certain() {
    doubtful = false;
  }

  /** The call as it is now. */
  Call call() {
    List<Party> ordered = ordered();
    return new Call(
        before.app(),
        before.callId(),
        version(),
        before.media(),
        path.with(count(Party::isIn), now),
        state,
        group,
        before.room(),
        before.from(),
        before.createdAt(),
        before.ringTimeoutMs(),
        startedAt,
        endedAt,
        userInfo,
        offer,
        answer,
        ordered,
        audience,
        end,
        survivor,
        before.recorded(),
        now,
        doubtful,
        deadline());
  }

  Decision decision() {
    return new Decision(call(), true, null, announcements, consequences);
  }

  /** Invited ones last; a creator who has not been in yet stands first all the same. */
  private List<Party> ordered() {
    String creator = before.from().userId();
    boolean creatorLeads = parties.getFirst().userId().equals(creator);
    return parties.stream()
        .sorted(
            Comparator.comparing(
                party -> party.isInvited() && !(creatorLeads && party.userId().equals(creator))))
        .toList();
  }

  private long deadline() {
    if (doubtful) {
      return Call.AT_ONCE;
    }
    if (state == CallState.ENDED) {
      return endedAt + (before.recorded() ? RETENTION_MS : RecordSteps.REMINDER_MS);
    }
    long next =
        state == CallState.PREPARING
            ? before.createdAt() + PREPARE_MS
            : path.with(count(Party::isIn), now).deadline();
    for (Party party : parties) {
      next = Math.min(next, party.deadline());
    }
    return next;
  }
}
