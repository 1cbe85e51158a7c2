package io.carillon.call.store;

import io.carillon.call.core.Call;
import io.carillon.call.core.Consequence;
import io.carillon.call.core.Decision;
import io.carillon.protocol.CallState;
import java.util.List;
import java.util.Set;

/**
 * What a command on a stored call came to. Everything that is to be told stands in it, so nobody
 * has to look at the call again.
 *
 * @param before the state that the call was in, or null if there was none
 * @param after the outline of the call, or null if there is none
 * @param refusal why nothing was done, or null
 * @param dispatches in the order in which each session is to get them
 */
public record StepResult(
    CallState before,
    Call after,
    Decision.Refusal refusal,
    List<Dispatch> dispatches,
    Set<Consequence> consequences) {
  public StepResult {
    dispatches = List.copyOf(dispatches);
    consequences = Set.copyOf(consequences);
  }
}
