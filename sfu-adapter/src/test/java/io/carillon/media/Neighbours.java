package io.carillon.media;

import io.carillon.protocol.Json;
import io.carillon.protocol.contract.BridgeLoss;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Delivery;
import io.carillon.protocol.contract.DeliveryOutcome;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The edge and call-service as the adapter meets them: they write down what they are told. */
final class Neighbours {
  final Map<String, List<Notice>> delivered = new ConcurrentHashMap<>();
  final Map<String, Future<?>> gates = new ConcurrentHashMap<>();
  final Set<String> absent = ConcurrentHashMap.newKeySet();
  final List<ClientRequest> commands = new CopyOnWriteArrayList<>();
  final List<BridgeLoss> losses = new CopyOnWriteArrayList<>();
  private volatile ServiceContext node;

  ServiceContext node() {
    return node;
  }

  List<Notice> noticesOf(String sessionId) {
    return delivered.getOrDefault(sessionId, List.of());
  }

  CarillonService edge() {
    return new CarillonService() {
      @Override
      public String name() {
        return "presence";
      }

      @Override
      public Future<?> start(ServiceContext context) {
        node = context;
        return context
            .bus()
            .serve(
                Contract.PRESENCE_DELIVER,
                Contract.PRESENCE_DELIVER.addressAt(context.node()),
                Neighbours.this::deliver);
      }
    };
  }

  CarillonService callService() {
    return new CarillonService() {
      @Override
      public String name() {
        return "call";
      }

      @Override
      public Future<?> start(ServiceContext context) {
        return Future.all(
            context
                .bus()
                .serve(
                    Contract.CALL_COMMAND,
                    Contract.CALL_COMMAND.addressAt(context.node()),
                    request -> {
                      commands.add(request);
                      return Future.succeededFuture(ServiceReply.ok(Json.raw(Map.of("state", 1))));
                    }),
            context
                .bus()
                .serve(
                    Contract.CALL_BRIDGE,
                    Contract.CALL_BRIDGE.addressAt(context.node()),
                    loss -> {
                      losses.add(loss);
                      return Future.succeededFuture(Done.DONE);
                    }));
      }
    };
  }

  private Future<DeliveryOutcome> deliver(Delivery delivery) {
    String session = delivery.sessionId();
    if (absent.contains(session)) {
      return Future.succeededFuture(new DeliveryOutcome(false));
    }
    delivered.computeIfAbsent(session, id -> new CopyOnWriteArrayList<>()).add(delivery.notice());
    return gates
        .getOrDefault(session, Future.succeededFuture())
        .map(open -> new DeliveryOutcome(true));
  }
}
