package io.carillon.call;

import io.carillon.call.core.CallCommand;
import io.carillon.call.core.MediaTerms;
import io.carillon.call.store.Calls;
import io.carillon.call.store.StepResult;
import io.carillon.call.store.UncertainException;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.Lanes;
import io.carillon.runtime.cluster.Quorum;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Carries out commands on calls: the step on the stored call, then its effects. All that concerns
 * one call goes through one lane, so its events leave in the order of its versions.
 *
 * <p>Confined to one context.
 */
final class Switchboard {

  /** For longer than a member that hangs is waited for. */
  private static final int REPEATS = 15;

  private static final long REPEAT_AFTER_MS = 100;

  private final Vertx vertx;
  private final Quorum quorum;
  private final Calls calls;
  private final Supplier<MediaTerms> terms;
  private final Effects effects;
  private final Lanes<String> lanes = new Lanes<>();

  Switchboard(
      Vertx vertx, Quorum quorum, Calls calls, Supplier<MediaTerms> terms, Effects effects) {
    this.vertx = vertx;
    this.quorum = quorum;
    this.calls = calls;
    this.terms = terms;
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
    if (!quorum.isMet()) {
      return Future.failedFuture(
          new ProtocolException(
              ErrorCode.UNAVAILABLE, "this node can't tell whether the call is still here"));
    }
    return calls
        .step(key, command, terms.get())
        .compose(result -> settle(result, asker))
        .recover(
            problem ->
                problem instanceof UncertainException
                    ? repeat(key, command, asker, REPEATS)
                    : Future.failedFuture(problem));
  }

  boolean isIdle() {
    return lanes.isIdle();
  }

  /**
   * A step that may have been carried out is carried out once more. Where it had been, the second
   * one changes nothing and so brings no effects: what all have to know follows from the state.
   */
  private Future<Outcome> repeat(String key, CallCommand command, SessionRef asker, int left) {
    return vertx
        .timer(REPEAT_AFTER_MS, TimeUnit.MILLISECONDS)
        .compose(later -> calls.repeat(key, command, terms.get()))
        .compose(
            result -> settle(result, asker).transform(done -> restate(key, done, command, asker)))
        .recover(
            problem ->
                !(problem instanceof UncertainException)
                    ? Future.failedFuture(problem)
                    : left > 1
                        ? repeat(key, command, asker, left - 1)
                        : Future.failedFuture(
                            new ProtocolException(
                                ErrorCode.UNAVAILABLE, "the store of calls did not answer")));
  }

  /** Even where the repeated command is refused, the first one may have changed the call. */
  private Future<Outcome> restate(
      String key, AsyncResult<Outcome> repeated, CallCommand command, SessionRef asker) {
    return calls
        .step(key, new CallCommand.Restate(null, command.now()), terms.get())
        .compose(result -> settle(result, asker))
        .compose(
            restated ->
                repeated.succeeded()
                    ? Future.succeededFuture(repeated.result().followedBy(restated))
                    : Future.failedFuture(repeated.cause()));
  }

  private Future<Outcome> settle(StepResult result, SessionRef asker) {
    if (result.refusal() != null) {
      effects.refused(result);
      return Future.failedFuture(
          new ProtocolException(result.refusal().code(), result.refusal().message()));
    }
    return effects.carryOut(result, asker).map(notices -> new Outcome(result.after(), notices));
  }
}
