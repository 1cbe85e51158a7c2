package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.Party;
import io.carillon.call.store.Calls;
import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles which of two calls between the same users gives way (protocol, section 3, rules 3 and 4).
 * Two calls are two keys, and there is no transaction: the one that stays is settled first where it
 * can be refused, so that a crash in between leaves a call that rings on, and nothing that blocks.
 */
final class Crossings {
  private static final Logger log = LoggerFactory.getLogger(Crossings.class);
  private static final long LOOK_AGAIN_MS = 20;
  private static final int LOOKS = 100;

  private final ServiceContext context;
  private final Calls calls;
  private final Switchboard switchboard;
  private final RollCall rollCall;

  Crossings(ServiceContext context, Calls calls, Switchboard switchboard, RollCall rollCall) {
    this.context = context;
    this.calls = calls;
    this.switchboard = switchboard;
    this.rollCall = rollCall;
  }

  /**
   * Two users invite each other: the call with the lower id stays and counts as answered by both.
   *
   * @param call the later one of the two, which is being prepared
   * @param opposite the earlier one, which may be being prepared as well
   * @return what the later one's caller is to see; empty if there is nothing to settle any more
   */
  Future<Optional<Outcome>> settle(String key, Call call, Call opposite, SessionRef from) {
    return ringing(CallKey.of(opposite.app(), opposite.callId()), LOOKS)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
              }
              return opposite.callId().compareTo(call.callId()) < 0
                  ? succumb(key, found.get(), from)
                  : prevail(key, call, found.get(), from);
            });
  }

  /** The opposite call as soon as it rings; empty if it is over, answered or takes too long. */
  private Future<Optional<Call>> ringing(String key, int looks) {
    return calls
        .find(key)
        .compose(
            found -> {
              if (found.isPresent() && found.get().state() == CallState.RINGING) {
                return Future.succeededFuture(found);
              }
              boolean comes = found.isPresent() && found.get().state() == CallState.PREPARING;
              return comes && looks > 0
                  ? context
                      .vertx()
                      .timer(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)
                      .compose(later -> ringing(key, looks - 1))
                  : Future.succeededFuture(Optional.empty());
            });
  }

  /** The opposite call stays: this device has answered it. */
  private Future<Optional<Outcome>> succumb(String key, Call opposite, SessionRef from) {
    return ask(new PartQuestion(from, opposite.callId(), PartQuestion.Kind.CROSSED, null))
        .compose(
            crossed ->
                switchboard
                    .step(key, new CallCommand.GiveWay(opposite.callId(), false, now()), from)
                    .map(gone -> Optional.of(gone.inFavourOf(crossed.call(), crossed.notices()))))
        .recover(problem -> notSettled(opposite, problem));
  }

  /** This call stays: the device that made the opposite one has answered it. */
  private Future<Optional<Outcome>> prevail(String key, Call call, Call opposite, SessionRef from) {
    SessionRef other = opposite.creator().map(Party::session).orElseThrow();
    return ask(new PartQuestion(from, opposite.callId(), PartQuestion.Kind.OUTDONE, call.callId()))
        .compose(
            gone ->
                rollCall
                    .after(
                        switchboard.step(key, new CallCommand.Cross(other, now()), from),
                        key,
                        other)
                    .map(crossed -> Optional.of(crossed.after(gone.notices()))))
        .recover(problem -> notSettled(opposite, problem));
  }

  private Future<Optional<Outcome>> notSettled(Call opposite, Throwable problem) {
    log.atDebug()
        .addKeyValue("callId", opposite.callId())
        .addKeyValue("problem", problem.getMessage())
        .log("an invitation that crossed went on by itself");
    return Future.succeededFuture(Optional.empty());
  }

  /**
   * The device of a live call calls the same user again: the calls before give way.
   *
   * @return the events for the caller
   */
  Future<List<Notice>> replace(List<Call> before, Call call, SessionRef from) {
    Future<List<Notice>> replaced = Future.succeededFuture(List.of());
    for (Call other : before) {
      replaced =
          replaced.compose(
              notices ->
                  ask(new PartQuestion(
                          from, other.callId(), PartQuestion.Kind.REPLACED, call.callId()))
                      .map(gone -> Invitations.join(notices, gone.notices())));
    }
    return replaced;
  }

  /** What one is to see who repeats an invitation: the call that took its place, if one did. */
  Future<Outcome> survivorOf(Outcome made, SessionRef from) {
    Call call = made.call();
    boolean gaveWay =
        call.isEnded() && call.end().reason() == EndReason.REPLACED && call.survivor() != null;
    if (!gaveWay) {
      return Future.succeededFuture(made);
    }
    return ask(new PartQuestion(from, call.survivor(), PartQuestion.Kind.LOOK, null))
        .map(
            survivor ->
                survivor.call() == null ? made : made.inFavourOf(survivor.call(), List.of()));
  }

  private Future<PartQuestion.Answer> ask(PartQuestion question) {
    return Addressed.ask(
        context,
        PartQuestion.CONTRACT,
        CallKey.of(question.session().app(), question.callId()),
        question);
  }

  private long now() {
    return context.clock().millis();
  }
}
