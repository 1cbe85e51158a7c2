package io.carillon.call;

import io.carillon.call.core.CallCommand;
import io.carillon.call.store.Calls;
import io.carillon.call.store.StepResult;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.Lanes;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Carries out commands on calls: the step on the stored call, then its effects. All that concerns
 * one call goes through one lane, so its events leave in the order of its versions.
 *
 * <p>Confined to one context.
 */
final class Switchboard {
  private final Calls calls;
  private final Effects effects;
  private final Lanes<String> lanes = new Lanes<>();

  Switchboard(Calls calls, Effects effects) {
    this.calls = calls;
    this.effects = effects;
  }

  /**
   * Carries out a command.
   *
   * @param asker the session whose notices come back with the outcome, or null
   * @return fails with {@link ProtocolException} if the command is refused
   */
  Future<Outcome> carryOut(String key, CallCommand command, SessionRef asker) {
    return lanes.run(key, () -> step(key, command, asker));
  }

  /** Runs several steps with nothing else about that call in between. */
  <T> Future<T> inLane(String key, Supplier<Future<T>> steps) {
    return lanes.run(key, steps);
  }

  /** Carries out one of the steps of {@link #inLane}. */
  Future<Outcome> step(String key, CallCommand command, SessionRef asker) {
    return calls.step(key, command).compose(result -> settle(result, asker));
  }

  boolean isIdle() {
    return lanes.isIdle();
  }

  private Future<Outcome> settle(StepResult result, SessionRef asker) {
    if (result.refusal() != null) {
      return Future.failedFuture(
          new ProtocolException(result.refusal().code(), result.refusal().message()));
    }
    return effects.carryOut(result, asker).map(notices -> new Outcome(result.after(), notices));
  }
}
