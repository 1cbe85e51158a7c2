package io.carillon.call;

import io.carillon.call.admin.NewCall;
import io.carillon.call.core.CallCommand;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.view.CallView;
import io.vertx.core.Future;
import java.time.Clock;

/**
 * Carries out what administrators order about the calls of this node.
 *
 * <p>Confined to one context.
 */
final class AdminOrders {
  private final CallConfig config;
  private final Switchboard switchboard;
  private final Invitations invitations;
  private final Clock clock;

  AdminOrders(CallConfig config, Switchboard switchboard, Invitations invitations, Clock clock) {
    this.config = config;
    this.switchboard = switchboard;
    this.invitations = invitations;
    this.clock = clock;
  }

  Future<CallView> carryOut(AdminOrder order) {
    long now = clock.millis();
    Future<Outcome> outcome =
        switch (order) {
          case AdminOrder.Convene convene -> convene(convene, now);
          case AdminOrder.Summon summon -> invitations.summon(summon.key(), summon.to());
          case AdminOrder.Remove remove ->
              switchboard.carryOut(
                  remove.key(), new CallCommand.Remove(remove.userId(), now), null);
          case AdminOrder.Silence silence ->
              switchboard.carryOut(
                  silence.key(),
                  new CallCommand.Silence(silence.userId(), silence.muting(), now),
                  null);
          case AdminOrder.End end ->
              switchboard.carryOut(end.key(), new CallCommand.End(now), null);
        };
    return outcome.map(Outcome::view);
  }

  private Future<Outcome> convene(AdminOrder.Convene convene, long now) {
    NewCall call = convene.call();
    long ringTimeoutMs =
        call.ringTimeoutMs() == null ? config.ringTimeout().toMillis() : call.ringTimeoutMs();
    return invitations
        .convene(
            new CallCommand.Convene(
                call.app(),
                convene.callId(),
                call.from(),
                call.to(),
                call.media(),
                ringTimeoutMs,
                call.userInfo(),
                now))
        .recover(problem -> Future.failedFuture(refusalOfConvene(problem)));
  }

  /** A call that is to be made is in no state, unless it is there already. */
  private static Throwable refusalOfConvene(Throwable problem) {
    return problem instanceof ProtocolException refusal && refusal.code() == ErrorCode.INVALID_STATE
        ? new ProtocolException(ErrorCode.CALL_EXISTS, "callId: is taken by another call")
        : problem;
  }
}
