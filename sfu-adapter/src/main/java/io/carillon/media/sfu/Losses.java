package io.carillon.media.sfu;

import io.carillon.protocol.contract.BridgeLoss;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.bus.Insistence;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells call-service of calls whose bridge is lost, for as long as a node of it may take to be
 * replaced. What it makes of that comes back as a {@link MediaSession}.
 */
final class Losses {
  private static final Logger log = LoggerFactory.getLogger(Losses.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServiceContext node;
  private final Insistence insistence;

  Losses(ServiceContext node) {
    this.node = node;
    this.insistence = new Insistence(node.vertx(), PATIENCE);
  }

  /**
   * Tells it; never fails.
   *
   * @param renew whether another bridge may be tried at once
   */
  void tell(MediaSession session, boolean renew) {
    BridgeLoss loss = new BridgeLoss(session.app(), session.callId(), session.epoch(), renew);
    insistence
        .<Done>on(
            () ->
                node.bus()
                    .ask(
                        Contract.CALL_BRIDGE,
                        node.placement().addressOf(Contract.CALL_BRIDGE, loss.key()),
                        loss))
        .onFailure(
            problem ->
                log.atWarn()
                    .addKeyValue("callId", loss.callId())
                    .addKeyValue("problem", problem.getMessage())
                    .log("call-service was not told that a bridge is lost"));
  }
}
