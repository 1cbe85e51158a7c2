package io.carillon.runtime.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;

/**
 * An address that this node answers, with what answers it.
 *
 * <p>Made on the context that answers; safe for use by several threads afterwards.
 */
final class Served<Q> {
  private static final int ATTEMPTS = 5;

  private final Vertx vertx;
  private final String address;
  private final Context context;
  private final Handler<Message<Q>> handler;
  private MessageConsumer<Q> consumer;

  Served(Vertx vertx, String address, Handler<Message<Q>> handler) {
    this.vertx = vertx;
    this.address = address;
    this.context = vertx.getOrCreateContext();
    this.handler = handler;
    this.consumer = vertx.eventBus().consumer(address, handler);
  }

  String address() {
    return address;
  }

  /**
   * Completes when the cluster knows the address. Where nodes come and go it may fail to say so,
   * and is told again a few times.
   */
  synchronized Future<Void> known() {
    return known(consumer.completion(), ATTEMPTS);
  }

  private Future<Void> known(Future<Void> told, int attempts) {
    return attempts == 1 ? told : told.recover(problem -> known(registerAnew(), attempts - 1));
  }

  /**
   * Has the cluster know the address anew. The old registration goes when the new one is there, so
   * at no time does nobody answer.
   */
  Future<Void> registerAnew() {
    Promise<Void> known = Promise.promise();
    context.runOnContext(
        here -> {
          MessageConsumer<Q> fresh = vertx.eventBus().consumer(address, handler);
          fresh
              .completion()
              .compose(registered -> replace(fresh).unregister().otherwiseEmpty())
              .onComplete(known);
        });
    return known.future();
  }

  private synchronized MessageConsumer<Q> replace(MessageConsumer<Q> fresh) {
    MessageConsumer<Q> old = consumer;
    consumer = fresh;
    return old;
  }
}
