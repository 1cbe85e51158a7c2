package io.carillon.call;

import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;

/** Questions to the node that answers for a key. */
final class Addressed {
  private Addressed() {}

  /**
   * Asks.
   *
   * @return fails with {@link ProtocolException}, {@code unavailable} if no node runs the service
   */
  static <Q, R> Future<R> ask(
      ServiceContext context, Contract<Q, R> contract, String key, Q question) {
    String address;
    try {
      address = context.placement().addressOf(contract, key);
    } catch (ProtocolException nobody) {
      return Future.failedFuture(nobody);
    }
    return context.bus().ask(contract, address, question);
  }
}
