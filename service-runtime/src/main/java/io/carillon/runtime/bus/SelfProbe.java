package io.carillon.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether this node still hears what is sent to it over the event bus: after the halves
 * of a network have merged, the cluster may have forgotten the addresses of some nodes (vert.x
 * #4394, vertx-hazelcast #90 and #109). It asks an address of its own as any other node would, and
 * looks whether the cluster knows all others. A node that does not hear registers every address
 * anew, and is deaf until its own question comes through.
 *
 * <p>Safe for use by several threads.
 */
public final class SelfProbe {
  private static final Logger log = LoggerFactory.getLogger(SelfProbe.class);
  private static final long ANSWER_MS = 2000;

  private final Vertx vertx;
  private final Bus bus;
  private final String address;
  private final long intervalMs;
  private final AtomicLong registrations = new AtomicLong();
  private volatile boolean hears = true;

  /**
   * A probe that is not started.
   *
   * @param node the node's name
   * @param interval between one question and the next
   */
  public SelfProbe(Vertx vertx, Bus bus, String node, Duration interval) {
    this.vertx = vertx;
    this.bus = bus;
    this.address = "node.probe." + node;
    this.intervalMs = interval.toMillis();
  }

  /** Asks from now on, until Vert.x is closed; completes when the cluster knows the address. */
  public Future<Void> start() {
    return bus.listen(address, question -> question.reply(true))
        .onSuccess(known -> vertx.setTimer(intervalMs, tick -> probe()));
  }

  /** Whether the last question came through, and no address was unknown. */
  public boolean hears() {
    return hears;
  }

  /** How often this node set about registering its addresses anew. */
  public long registrations() {
    return registrations.get();
  }

  private void probe() {
    vertx
        .eventBus()
        .request(address, true, new DeliveryOptions().setSendTimeout(ANSWER_MS))
        .compose(answer -> bus.unknownAddresses())
        .compose(
            unknown ->
                unknown.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture("the cluster does not know " + unknown))
        .onSuccess(heard -> heard())
        .recover(this::deaf)
        .onComplete(done -> vertx.setTimer(intervalMs, tick -> probe()));
  }

  private void heard() {
    if (!hears) {
      log.info("this node hears again what is sent to it");
    }
    hears = true;
  }

  /** Where the cluster itself does not answer, registering fails too, and is tried again. */
  private Future<Object> deaf(Throwable problem) {
    hears = false;
    registrations.incrementAndGet();
    log.atWarn()
        .addKeyValue("problem", problem.getMessage())
        .log("this node does not hear what is sent to it, and registers anew");
    return bus.registerAnew()
        .onFailure(
            failure ->
                log.atWarn()
                    .addKeyValue("problem", failure.getMessage())
                    .log("the cluster did not register this node"))
        .mapEmpty();
  }
}
