package io.carillon.call;

import io.carillon.call.block.Blocks;
import io.carillon.call.core.CallCommand;
import io.carillon.call.record.CallRecords;
import io.carillon.call.record.History;
import io.carillon.call.store.Calls;
import io.carillon.call.store.Lines;
import io.carillon.call.store.Rooms;
import io.carillon.call.webhook.CallReports;
import io.carillon.call.webhook.Webhooks;
import io.carillon.protocol.contract.BridgeLoss;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.media.BridgeBoard;
import io.carillon.runtime.media.BridgeWatch;
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
  private Webhooks webhooks;
  private Adapters adapters;

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
    Rooms rooms = new Rooms(vertx, services.hazelcast());
    LineKeeper keeper = new LineKeeper(services, lines, calls, config.limits());
    RecordKeeper recordKeeper = new RecordKeeper(services, records, calls);
    History history = new History(services.database());
    Blocks blocks = new Blocks(vertx, services.hazelcast(), services.database());
    webhooks =
        new Webhooks(
            vertx, services.database(), services.settings(), services.metrics(), services.clock());
    CallReports reports = new CallReports(webhooks, services.clock());
    BridgeWatch bridges = watchBridges();
    adapters = new Adapters(services);
    switchboard =
        new Switchboard(
            vertx,
            services.quorum(),
            calls,
            () -> config.terms(bridges.supply()),
            new Effects(services, adapters, keeper, rooms, recordKeeper, reports, metrics));
    RollCall rollCall = new RollCall(services, config, switchboard);
    SessionCalls sessions =
        new SessionCalls(services, config, lines, switchboard, rollCall, records);
    Invitations invitations =
        new Invitations(
            services,
            config,
            switchboard,
            keeper,
            new Reaching(services, keeper, blocks),
            new Crossings(services, calls, switchboard, rollCall),
            rollCall);
    AdminOrders orders = new AdminOrders(config, switchboard, invitations, services.clock());
    CallRequests requests =
        new CallRequests(
            switchboard,
            invitations,
            new RoomDoor(services, config, switchboard, keeper, calls, rooms, rollCall),
            sessions,
            rollCall,
            services.sessions(),
            new UserRequests(history, blocks),
            metrics,
            services.clock());
    new Failover(
            services,
            new Orphans(services, sessions),
            new Absentees(services),
            new Echo(services, calls, switchboard),
            config.offlineGrace())
        .start();
    new Sweeper(services, calls, switchboard, config.sweepInterval()).start();
    if (config.retention() != null) {
      recordKeeper.clearAfter(history, config.retention());
    }
    webhooks.start();

    return blocks.load().compose(loaded -> serve(requests, sessions, orders));
  }

  private BridgeWatch watchBridges() {
    BridgeBoard board = new BridgeBoard(vertx, services.hazelcast(), services.clock());
    BridgeWatch watch = new BridgeWatch(vertx, board, () -> System.nanoTime() / 1_000_000);
    watch.start();
    return watch;
  }

  private Future<?> serve(CallRequests requests, SessionCalls sessions, AdminOrders orders) {
    String node = services.node();
    return Future.all(
        services
            .bus()
            .serve(Contract.CALL_COMMAND, Contract.CALL_COMMAND.addressAt(node), requests::answer),
        services
            .bus()
            .serve(Contract.CALL_SESSION, Contract.CALL_SESSION.addressAt(node), sessions::changed),
        services
            .bus()
            .serve(
                Contract.CALL_WEBHOOK,
                Contract.CALL_WEBHOOK.addressAt(node),
                event -> webhooks.add(event).map(Done.DONE)),
        services
            .bus()
            .serve(Contract.CALL_BRIDGE, Contract.CALL_BRIDGE.addressAt(node), this::bridgeLost),
        services
            .bus()
            .serve(PartQuestion.CONTRACT, PartQuestion.CONTRACT.addressAt(node), sessions::part),
        services
            .bus()
            .serve(AdminOrder.CONTRACT, AdminOrder.CONTRACT.addressAt(node), orders::carryOut));
  }

  private Future<Done> bridgeLost(BridgeLoss loss) {
    CallCommand lost =
        new CallCommand.BridgeLost(loss.epoch(), loss.renew(), services.clock().millis());
    // Within the lane: a call of that id that is made meanwhile is told of afterwards.
    return switchboard.inLane(
        loss.key(),
        () ->
            switchboard
                .step(loss.key(), lost, null)
                .compose(
                    outcome ->
                        outcome.call() == null
                            ? adapters.tellGone(loss)
                            : Future.succeededFuture(Done.DONE)));
  }

  /**
   * Completes when no step is under way, the records of what ended are written, and no webhook is
   * on its way.
   */
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
      records.flush().compose(written -> webhooks.drain()).onComplete(settled);
    } else {
      vertx.setTimer(LOOK_AGAIN_MS, fired -> settle(settled));
    }
  }
}
