package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.Topology;
import io.carillon.protocol.TopologyWish;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
import io.carillon.protocol.event.MediaEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches a call from outside: keeps its own book of who was told what, and objects to whatever may
 * never happen.
 */
final class CallWitness {
  private static final Map<CallState, Set<CallState>> WAYS =
      Map.of(
          CallState.PREPARING,
              Set.of(CallState.PREPARING, CallState.RINGING, CallState.ACTIVE, CallState.ENDED),
          CallState.RINGING, Set.of(CallState.RINGING, CallState.ACTIVE, CallState.ENDED),
          CallState.ACTIVE, Set.of(CallState.ACTIVE, CallState.ENDED),
          CallState.ENDED, Set.of(CallState.ENDED));

  private final Set<SessionRef> informed = new HashSet<>();
  private final Set<SessionRef> settled = new HashSet<>();
  private Call call;
  private int births;
  private int ends;

  Call call() {
    return call;
  }

  int births() {
    return births;
  }

  int ends() {
    return ends;
  }

  void see(CallCommand command, MediaTerms terms) {
    Call before = call;
    Decision decision = CallStateMachine.decide(before, command, terms);
    assertThat(CallStateMachine.decide(before, command, terms)).isEqualTo(decision);
    Call after = decision.after();
    if (!decision.changes()) {
      assertThat(after).isEqualTo(before);
    }
    if (decision.refusal() != null) {
      assertThat(decision.changes()).isFalse();
      assertThat(decision.announcements()).isEmpty();
      assertThat(decision.consequences()).isEmpty();
    }
    if (decision.changes()) {
      checkWay(command, before, after);
      checkPath(before, decision);
    }
    note(command, before, decision);
    call = after;
    if (after != null) {
      checkShape(after);
    }
  }

  private void checkWay(CallCommand command, Call before, Call after) {
    if (before == null) {
      assertThat(after.state()).isEqualTo(CallState.PREPARING);
      assertThat(after.version()).isEqualTo(1);
      births++;
      informed.clear();
      settled.clear();
    } else if (command instanceof CallCommand.Withdraw) {
      assertThat(before.state()).isEqualTo(CallState.PREPARING);
      assertThat(after).isNull();
      ends++;
    } else if (after == null) {
      assertThat(before.state()).isEqualTo(CallState.ENDED);
    } else {
      assertThat(WAYS.get(before.state())).contains(after.state());
      assertThat(after.version()).isEqualTo(before.version() + (before.isEnded() ? 0 : 1));
    }
  }

  /** Media takes another way by a new epoch alone, of which all who are in hear. */
  private static void checkPath(Call before, Decision decision) {
    Call after = decision.after();
    if (before == null || after == null || after.path().equals(before.path())) {
      return;
    }
    MediaPath path = after.path();
    int steps = path.epoch() - before.path().epoch();
    assertThat(steps).isBetween(0, 1);
    assertThat(path.wish()).isEqualTo(before.path().wish());
    if (path.topology() != before.path().topology()) {
      assertThat(steps).isEqualTo(1);
    }
    if (steps == 1) {
      assertThat(path.isInterrupted()).isFalse();
      assertThat(decision.consequences()).contains(Consequence.MEDIA_SESSION);
      assertThat(decision.announcements())
          .filteredOn(told -> told.event() instanceof MediaEvent.TopologyChanged)
          .singleElement()
          .satisfies(
              told ->
                  assertThat(told.to())
                      .containsExactlyElementsOf(
                          after.parties().stream()
                              .filter(Party::isIn)
                              .map(Party::session)
                              .toList()));
    }
  }

  private void note(CallCommand command, Call before, Decision decision) {
    if (decision.refusal() != null) {
      return;
    }
    Call after = decision.after();
    switch (command) {
      case CallCommand.Create create when before == null -> informed.add(create.from());
      case CallCommand.Accept accept when decision.changes() -> {
        Party party = before.party(accept.from().userId()).orElseThrow();
        assertThat(party.isInvited() || party.isHandedTo(accept.from()))
            .as("only who is rung, or is handed the part, answers")
            .isTrue();
        standIn(accept.from());
      }
      case CallCommand.Join join when decision.changes() -> {
        assertThat(before.party(join.from().userId()).filter(party -> party.restraint().barred()))
            .as("who was taken out does not come back unasked")
            .isEmpty();
        standIn(join.from());
      }
      case CallCommand.Expel expel when decision.changes() && !expel.admin() ->
          assertThat(expel.from().userId()).isEqualTo(before.from().userId());
      case CallCommand.Cross cross when decision.changes() -> standIn(cross.by());
      case CallCommand.Reject reject when decision.changes() -> standIn(reject.from());
      case CallCommand.Hangup hangup when isDecline(hangup, before, decision) ->
          standIn(hangup.from());
      case CallCommand.Hangup hangup
          when decision.changes()
              && !before.party(hangup.from().userId()).orElseThrow().isHandedTo(hangup.from())
              && !(hangup.everyone() && before.group()) ->
          assertThat(before.party(hangup.from().userId()).orElseThrow().session().deviceId())
              .as("only a device that is in ends a part by hanging up")
              .isEqualTo(hangup.from().deviceId());
      case CallCommand.Ringing ringing when decision.changes() -> standIn(ringing.from());
      case CallCommand.SessionOpened opened
          when isShown(opened, before, after) && !settled.contains(opened.session()) ->
          standIn(opened.session());
      case CallCommand.SessionClosed closed -> {
        informed.remove(closed.session());
        settled.remove(closed.session());
      }
      default -> {}
    }
    if (command instanceof CallCommand.Restate) {
      retell(decision);
      return;
    }
    decision.announcements().forEach(announcement -> hear(announcement, decision));
    if (decision.changes() && after != null && after.isEnded() && !before.isEnded()) {
      ends++;
      assertThat(informed).as("told of the call and not of its end").isEmpty();
    }
  }

  /** Of a call that lives exactly those are told that it does who know it. */
  private void retell(Decision decision) {
    Call after = decision.after();
    if (after == null || after.state() == CallState.PREPARING || after.isEnded()) {
      return;
    }
    assertThat(
            decision.announcements().stream()
                .filter(
                    announcement ->
                        !(announcement.event() instanceof CallEvent.HandledElsewhere)
                            && !(announcement.event() instanceof CallEvent.Ended))
                .flatMap(announcement -> announcement.to().stream()))
        .containsExactlyInAnyOrderElementsOf(informed);
  }

  private void hear(Announcement announcement, Decision decision) {
    List<SessionRef> to = announcement.to();
    assertThat(to).doesNotHaveDuplicates();
    for (SessionRef session : to) {
      assertThat(decision.after().party(session.userId()).filter(Party::unaware))
          .as("who has blocked the caller hears nothing")
          .isEmpty();
    }
    if (announcement.event() instanceof CallEvent event) {
      assertThat(event.callId()).isEqualTo(decision.after().callId());
      assertThat(event.version()).isEqualTo(decision.after().version());
    }
    switch (announcement.event()) {
      case CallEvent.Invited invited -> to.forEach(this::standIn);
      case CallEvent.Transferred transferred -> to.forEach(this::standIn);
      case CallEvent.HandledElsewhere handled -> {
        assertThat(informed).containsAll(to);
        to.forEach(informed::remove);
        settled.addAll(to);
      }
      case CallEvent.Ended ended -> {
        assertThat(informed).containsAll(to);
        to.forEach(informed::remove);
        settled.removeIf(
            session -> to.stream().anyMatch(over -> over.userId().equals(session.userId())));
      }
      default -> assertThat(informed).containsAll(to);
    }
  }

  /** A session is told in place of an older one of its device. */
  private void standIn(SessionRef session) {
    informed.removeIf(other -> isSameDevice(other, session));
    settled.removeIf(other -> isSameDevice(other, session));
    informed.add(session);
  }

  private static boolean isSameDevice(SessionRef one, SessionRef other) {
    return one.userId().equals(other.userId()) && one.deviceId().equals(other.deviceId());
  }

  private static boolean isDecline(CallCommand.Hangup hangup, Call before, Decision decision) {
    return decision.changes()
        && !(hangup.everyone() && before.group())
        && before.party(hangup.from().userId()).orElseThrow().isInvited();
  }

  /** Whether a new session finds the call in its snapshot. */
  private static boolean isShown(CallCommand.SessionOpened opened, Call before, Call after) {
    if (before == null || before.isEnded()) {
      return false;
    }
    Party party = before.party(opened.session().userId()).orElse(null);
    if (party == null || party.isOut() || party.unaware()) {
      return false;
    }
    boolean isPrepared =
        party.isInvited() ? party.ring().told() : after.state() != CallState.PREPARING;
    return isPrepared || (!party.isInvited() && party.isOnDeviceOf(opened.session()));
  }

  private static void checkShape(Call call) {
    List<Party> parties = call.parties();
    assertThat(parties).extracting(Party::userId).doesNotHaveDuplicates();
    checkPath(call);
    assertThat(parties).allMatch(party -> party.isInvited() == (party.ring() != null));
    assertThat(parties)
        .filteredOn(Party::isIn)
        .as("nobody sends what the token or the creator does not let them")
        .allMatch(party -> party.sends().limit(party.media()).equals(party.media()))
        .noneMatch(party -> party.restraint().barred());
    assertThat(parties)
        .allMatch(party -> (party.state() == PartyState.RECONNECTING) == (party.absence() != null));
    boolean anyRings = parties.stream().anyMatch(Party::isInvited);
    boolean anyIn = parties.stream().anyMatch(Party::isIn);
    if (anyRings || call.state() == CallState.PREPARING) {
      assertThat(call.deadline()).isLessThan(Call.NEVER);
    }
    checkOrder(call);
    switch (call.state()) {
      case PREPARING, RINGING -> {
        assertThat(call.startedAt()).isZero();
        assertThat(anyRings || call.room() != null).isTrue();
      }
      case ACTIVE -> {
        assertThat(anyIn).isTrue();
        assertThat(call.startedAt()).isPositive();
        if (!call.group()) {
          assertThat(parties).hasSize(2).allMatch(Party::isIn);
        }
      }
      case ENDED -> {
        assertThat(parties).allMatch(Party::isOut);
        assertThat(call.end()).isNotNull();
        assertThat(call.offer()).isNull();
      }
    }
  }

  private static void checkPath(Call call) {
    MediaPath path = call.path();
    long in = call.parties().stream().filter(Party::isIn).count();
    boolean bridged = path.topology() == Topology.SFU;
    assertThat(in).isLessThanOrEqualTo(bridged ? Story.MOST_ON_BRIDGE : 4);
    assertThat(bridged)
        .isIn(path.wish() == TopologyWish.SFU, path.wish() != TopologyWish.DIRECT && bridged);
    if (call.isEnded()) {
      return;
    }
    assertThat(path.directAt() != 0)
        .as("two alone give their bridge up after a while")
        .isEqualTo(bridged && path.wish() == TopologyWish.AUTO && in <= 2);
    assertThat(path.isInterrupted() && !bridged).isFalse();
    if (call.state() == CallState.ACTIVE && !call.doubtful()) {
      assertThat(call.deadline()).isLessThanOrEqualTo(path.deadline());
    }
  }

  /** Invited ones last, but for a creator who has not been in yet. */
  private static void checkOrder(Call call) {
    boolean invited = false;
    for (Party party : call.parties()) {
      boolean leads =
          party.equals(call.parties().getFirst()) && party.userId().equals(call.from().userId());
      if (!leads) {
        assertThat(invited && !party.isInvited()).as("order of parties").isFalse();
        invited = party.isInvited();
      }
    }
  }
}
