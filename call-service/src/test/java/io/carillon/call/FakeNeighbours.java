package io.carillon.call;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Delivery;
import io.carillon.protocol.contract.DeliveryOutcome;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.LineState;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.Wake;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Stand-ins for the other three services, which note what call-service tells them. */
final class FakeNeighbours {
  final List<MediaSession> mediaSessions = new CopyOnWriteArrayList<>();
  final List<LineState> lines = new CopyOnWriteArrayList<>();
  final List<Wake> wakes = new CopyOnWriteArrayList<>();

  /** How many devices push-service can wake, by user. */
  final Map<String, Integer> sleepers = new ConcurrentHashMap<>();

  /** Whether whoever tells the adapter something is told that it is unavailable. */
  volatile boolean adapterIsAway;

  private final Map<String, Device> devices = new ConcurrentHashMap<>();
  private volatile ServiceContext context;

  List<CarillonService> services() {
    return List.of(
        new Stub("push", this::push),
        new Stub("media", this::media),
        new Stub("presence", this::presence));
  }

  ServiceContext context() {
    return context;
  }

  String edge() {
    return Contract.PRESENCE_DELIVER.addressAt(context.node());
  }

  void host(Device device) {
    devices.put(device.session().sessionId(), device);
  }

  void evict(Device device) {
    devices.remove(device.session().sessionId());
  }

  private Future<?> push(ServiceContext services) {
    return serve(
        services,
        Contract.PUSH_WAKE,
        wake -> {
          wakes.add(wake);
          return new Wake.Outcome(sleepers.getOrDefault(wake.user().userId(), 0));
        });
  }

  private Future<?> media(ServiceContext services) {
    return serve(
        services,
        Contract.MEDIA_SESSION,
        session -> {
          if (adapterIsAway) {
            throw new ProtocolException(ErrorCode.UNAVAILABLE, "no node runs media");
          }
          mediaSessions.add(session);
          return Done.DONE;
        });
  }

  private Future<?> presence(ServiceContext services) {
    context = services;
    return serve(
            services,
            Contract.PRESENCE_LINE,
            line -> {
              lines.add(line);
              return Done.DONE;
            })
        .compose(done -> serve(services, Contract.PRESENCE_DELIVER, this::deliver));
  }

  private DeliveryOutcome deliver(Delivery delivery) {
    Device device = devices.get(delivery.sessionId());
    if (device != null) {
      device.got(delivery.notice());
    }
    return new DeliveryOutcome(device != null);
  }

  private static <Q, R> Future<?> serve(
      ServiceContext services, Contract<Q, R> contract, Function<Q, R> answer) {
    return services
        .bus()
        .serve(
            contract,
            contract.addressAt(services.node()),
            question -> Future.succeededFuture(question).map(answer));
  }

  private record Stub(String name, Function<ServiceContext, Future<?>> starter)
      implements CarillonService {
    @Override
    public Future<?> start(ServiceContext services) {
      return starter.apply(services);
    }
  }
}
