package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.CallEvent;
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
          CallState.PREPARING, Set.of(CallState.PREPARING, CallState.RINGING, CallState.ENDED),
          CallState.RINGING, Set.of(CallState.RINGING, CallState.ACTIVE, CallState.ENDED),
          CallState.ACTIVE, Set.of(CallState.ACTIVE, CallState.ENDED),
          CallState.ENDED, Set.of());

  private final Set<SessionRef> informed = new HashSet<>();
  private final Set<SessionRef> settled = new HashSet<>();
  private final Set<String> winners = new HashSet<>();
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

  void see(CallCommand command) {
    Call before = call;
    Decision decision = CallStateMachine.decide(before, command);
    assertThat(CallStateMachine.decide(before, command)).isEqualTo(decision);
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
      winners.clear();
    } else if (command instanceof CallCommand.Withdraw) {
      assertThat(before.state()).isEqualTo(CallState.PREPARING);
      assertThat(after).isNull();
      ends++;
    } else if (after == null) {
      assertThat(before.state()).isEqualTo(CallState.ENDED);
    } else {
      assertThat(WAYS.get(before.state())).contains(after.state());
      assertThat(after.version()).isEqualTo(before.version() + 1);
    }
  }

  private void note(CallCommand command, Call before, Decision decision) {
    if (decision.refusal() != null) {
      return;
    }
    Call after = decision.after();
    switch (command) {
      case CallCommand.Create create when before == null -> informed.add(create.from());
      case CallCommand.Accept accept -> {
        winners.add(accept.from().deviceId());
        assertThat(winners).hasSize(1);
        if (decision.changes()) {
          standIn(accept.from());
        }
      }
      case CallCommand.Reject reject when decision.changes() -> standIn(reject.from());
      case CallCommand.Hangup hangup when isDecline(hangup, before, decision) ->
          standIn(hangup.from());
      case CallCommand.Hangup hangup when decision.changes() ->
          assertThat(before.party(hangup.from().userId()).orElseThrow().session().deviceId())
              .as("only a device that is in ends a call by hanging up")
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
    decision.announcements().forEach(announcement -> hear(announcement, decision));
    if (decision.changes() && after != null && after.isEnded()) {
      ends++;
      assertThat(informed).as("told of the call and not of its end").isEmpty();
    }
  }

  private void hear(Announcement announcement, Decision decision) {
    List<SessionRef> to = announcement.to();
    assertThat(to).doesNotHaveDuplicates();
    if (announcement.event() instanceof CallEvent event) {
      assertThat(event.version()).isEqualTo(decision.after().version());
    }
    switch (announcement.event()) {
      case CallEvent.Invited invited -> to.forEach(this::standIn);
      case CallEvent.HandledElsewhere handled -> {
        assertThat(informed).containsAll(to);
        to.forEach(informed::remove);
        settled.addAll(to);
      }
      case CallEvent.Ended ended -> {
        assertThat(new HashSet<>(to)).isEqualTo(informed);
        informed.clear();
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
    return decision.changes() && before.party(hangup.from().userId()).orElseThrow().isInvited();
  }

  /** Whether a new session finds the call in its snapshot. */
  private static boolean isShown(CallCommand.SessionOpened opened, Call before, Call after) {
    if (before == null || before.isEnded()) {
      return false;
    }
    Party party = before.party(opened.session().userId()).orElse(null);
    boolean takesOver = party != null && party.isOnDeviceOf(opened.session());
    return party != null && (after.state() != CallState.PREPARING || takesOver);
  }

  private static void checkShape(Call call) {
    assertThat(call.parties()).hasSize(2);
    assertThat(call.caller().userId()).isEqualTo(call.from().userId());
    Party callee = call.parties().getLast();
    switch (call.state()) {
      case PREPARING, RINGING -> {
        assertThat(call.caller().isIn()).isTrue();
        assertThat(callee.isInvited()).isTrue();
        assertThat(call.deadline()).isLessThan(Call.NEVER);
      }
      case ACTIVE -> {
        assertThat(call.parties()).allMatch(Party::isIn);
        assertThat(call.startedAt()).isPositive();
      }
      case ENDED -> {
        assertThat(call.parties()).allMatch(Party::isOut);
        assertThat(call.end()).isNotNull();
        assertThat(call.audience()).isEmpty();
        assertThat(call.offer()).isNull();
      }
    }
  }
}
