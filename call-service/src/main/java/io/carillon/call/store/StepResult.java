package io.carillon.call.store;

import io.carillon.call.core.Call;
import io.carillon.call.core.Consequence;
import io.carillon.call.core.Decision;
import io.carillon.call.core.Party;
import io.carillon.protocol.CallState;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.contract.Notice;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a command on a stored call came to. Everything that is to be told stands in it, so nobody
 * has to look at the call again.
 *
 * @param before the state that the call was in, or null if there was none
 * @param after the outline of the call, or null if there is none
 * @param entered the users who are in and were not before
 * @param left the users who are out and were not before
 * @param parted those of {@code left} who were in
 * @param alerting the users of whom a first device alerts; not those who are unaware
 * @param refusal why nothing was done, or null
 * @param dispatches in the order in which each session is to get them
 */
public record StepResult(
    CallState before,
    Call after,
    List<String> entered,
    List<String> left,
    List<String> parted,
    List<String> alerting,
    Decision.Refusal refusal,
    List<Dispatch> dispatches,
    Set<Consequence> consequences) {
  public StepResult {
    entered = List.copyOf(entered);
    left = List.copyOf(left);
    parted = List.copyOf(parted);
    alerting = List.copyOf(alerting);
    dispatches = List.copyOf(dispatches);
    consequences = Set.copyOf(consequences);
  }

  /**
   * What a decision comes to.
   *
   * @param before the call as it was, or null if there was none
   */
  public static StepResult of(Call before, Decision decision) {
    Call after = decision.after();
    Call changed = decision.changes() ? after : null;
    List<String> left = newly(before, changed, Party::isOut);
    return new StepResult(
        before == null ? null : before.state(),
        after == null ? null : after.outline(),
        newly(before, changed, Party::isIn),
        left,
        left.stream().filter(user -> before != null && is(before, user, Party::isIn)).toList(),
        newly(before, changed, StepResult::alerts),
        decision.refusal(),
        decision.announcements().stream()
            .map(announcement -> new Dispatch(Notice.of(announcement.event()), announcement.to()))
            .toList(),
        decision.consequences());
  }

  private static List<String> newly(Call before, Call after, Predicate<Party> state) {
    if (after == null) {
      return List.of();
    }
    return after.parties().stream()
        .filter(state)
        .map(Party::userId)
        .filter(user -> before == null || !is(before, user, state))
        .toList();
  }

  private static boolean is(Call call, String user, Predicate<Party> state) {
    return call.party(user).filter(state).isPresent();
  }

  private static boolean alerts(Party party) {
    return party.state() == PartyState.RINGING && !party.unaware();
  }
}
