package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.Party;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.BridgeLoss;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.bus.Insistence;
import io.vertx.core.Future;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The adapters, each of which is told of the calls that fall to it. One that is gone is of no
 * concern to the call itself, so nothing here ever fails.
 *
 * <p>Confined to one context.
 */
final class Adapters {
  private static final Logger log = LoggerFactory.getLogger(Adapters.class);

  /** For longer than a member that hangs is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ServiceContext context;
  private final Insistence insistence;

  Adapters(ServiceContext context) {
    this.context = context;
    this.insistence = new Insistence(context.vertx(), PATIENCE);
  }

  /**
   * Tells who takes part, and where.
   *
   * @return completes when the adapter knows, or could not be reached at once. Where the call may
   *     have a conference it is then told again for a while, which nobody waits for
   */
  Future<Done> tell(Call call) {
    MediaSession session = session(call);
    return ask(session)
        .otherwise(
            problem -> {
              if (session.topology() == Topology.SFU || session.epoch() > 0) {
                insistence
                    .on(() -> ask(session))
                    .onFailure(again -> logUntold(session.callId(), again));
              } else {
                logUntold(session.callId(), problem);
              }
              return Done.DONE;
            });
  }

  /** Tells that there is no call whose bridge could be lost. */
  Future<Done> tellGone(BridgeLoss loss) {
    return ask(MediaSession.gone(loss.app(), loss.callId(), loss.epoch()))
        .otherwise(
            problem -> {
              logUntold(loss.callId(), problem);
              return Done.DONE;
            });
  }

  private Future<Done> ask(MediaSession session) {
    return Addressed.ask(context, Contract.MEDIA_SESSION, session.key(), session);
  }

  private static void logUntold(String callId, Throwable problem) {
    log.atWarn()
        .addKeyValue("callId", callId)
        .addKeyValue("problem", problem.getMessage())
        .log("the adapter was not told of the call");
  }

  private static MediaSession session(Call call) {
    return new MediaSession(
        call.app(),
        call.callId(),
        call.version(),
        call.path().epoch(),
        call.path().topology(),
        call.parties().stream().filter(party -> !party.isOut()).map(Adapters::endpoint).toList(),
        call.isEnded(),
        call.path().isInterrupted());
  }

  private static MediaSession.Endpoint endpoint(Party party) {
    return new MediaSession.Endpoint(
        party.userId(),
        party.isIn() ? party.session() : null,
        party.instance(),
        party.restraint().muted(),
        party.media());
  }
}
