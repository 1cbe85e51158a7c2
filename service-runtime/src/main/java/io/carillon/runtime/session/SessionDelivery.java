package io.carillon.runtime.session;

import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Delivery;
import io.carillon.protocol.contract.DeliveryOutcome;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.bus.Bus;
import io.vertx.core.Future;

/**
 * Brings events to sessions. A delivery that fails is tried once more, at the edge that the
 * directory names by then; after that the session counts as absent. An acknowledged event is
 * written to the socket or kept until the session resumes; it is not yet seen by the client.
 */
public final class SessionDelivery {
  private final Bus bus;
  private final SessionDirectory directory;

  /** Delivers over that bus. */
  public SessionDelivery(Bus bus, SessionDirectory directory) {
    this.bus = bus;
    this.directory = directory;
  }

  /**
   * Delivers a notice to one session. One caller's deliveries arrive in order if it awaits each.
   *
   * @return whether the session has it; never fails
   */
  public Future<Boolean> deliver(SessionRef session, Notice notice) {
    Delivery delivery = new Delivery(session.sessionId(), notice);
    return at(session.edge(), delivery)
        .compose(done -> done ? Future.succeededFuture(true) : again(session, delivery));
  }

  private Future<Boolean> again(SessionRef session, Delivery delivery) {
    return directory
        .of(session.user())
        .map(user -> user.withId(session.sessionId()))
        .compose(
            found ->
                found.isPresent()
                    ? at(found.get().edge(), delivery)
                    : Future.succeededFuture(false))
        .otherwise(false);
  }

  private Future<Boolean> at(String edge, Delivery delivery) {
    return bus.ask(Contract.PRESENCE_DELIVER, edge, delivery)
        .map(DeliveryOutcome::delivered)
        .otherwise(false);
  }
}
