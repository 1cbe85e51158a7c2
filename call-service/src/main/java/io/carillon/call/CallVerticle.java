package io.carillon.call;

import io.carillon.call.record.CallRecords;
import io.carillon.call.store.Calls;
import io.carillon.call.store.Lines;
import io.carillon.protocol.contract.Contract;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

/** Answers the contracts of call-service at the address of this node. */
final class CallVerticle extends VerticleBase {
  private static final long LOOK_AGAIN_MS = 20;

  private final ServiceContext services;
  private final CallConfig config;
  private Switchboard switchboard;
  private CallRecords records;

  CallVerticle(ServiceContext services, CallConfig config) {
    this.services = services;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    CallMetrics metrics = new CallMetrics(services.metrics());
    Calls calls = new Calls(vertx, services.hazelcast());
    Lines lines = new Lines(vertx, services.hazelcast());
    records = new CallRecords(vertx, services.database(), metrics);
    LineKeeper keeper = new LineKeeper(services, lines, calls);
    switchboard = new Switchboard(calls, new Effects(services, keeper, records, metrics));
    SessionCalls sessions = new SessionCalls(services, config, lines, switchboard, records);
    CallRequests requests =
        new CallRequests(
            switchboard,
            new Invitations(services, config, switchboard, keeper),
            sessions,
            metrics,
            services.clock());
    new Sweeper(services, calls, switchboard, config.sweepInterval()).start();

    String node = services.node();
    return Future.all(
        services
            .bus()
            .serve(Contract.CALL_COMMAND, Contract.CALL_COMMAND.addressAt(node), requests::answer)
            .completion(),
        services
            .bus()
            .serve(Contract.CALL_SESSION, Contract.CALL_SESSION.addressAt(node), sessions::changed)
            .completion(),
        services
            .bus()
            .serve(PartQuestion.CONTRACT, PartQuestion.CONTRACT.addressAt(node), sessions::part)
            .completion());
  }

  /** Completes when no step is under way and the records of what ended are written. */
  Future<Void> settle() {
    Promise<Void> settled = Promise.promise();
    context.runOnContext(
        go -> {
          records.drain();
          settle(settled);
        });
    return settled.future();
  }

  private void settle(Promise<Void> settled) {
    if (switchboard.isIdle()) {
      records.flush().onComplete(settled);
    } else {
      vertx.setTimer(LOOK_AGAIN_MS, fired -> settle(settled));
    }
  }
}
