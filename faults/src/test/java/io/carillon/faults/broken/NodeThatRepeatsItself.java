package io.carillon.faults.broken;

import com.hazelcast.config.Config;
import io.carillon.call.CallService;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Delivery;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A call node that tells edges each event once more a second later, as one does that was stopped in
 * between, or that takes over from another one. It does nothing that edges could not bear.
 */
final class NodeThatRepeatsItself {
  private static final long LATER_MS = 1_000;
  private static final String COPY = "copy";

  private NodeThatRepeatsItself() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) throws InterruptedException {
    Settings settings = Settings.load(Map.of(), System.getenv(), null);
    Node.start(settings, List.of(new RepeatingCalls(new CallService())));
    new CountDownLatch(1).await();
  }

  private record RepeatingCalls(CallService sound) implements CarillonService {
    @Override
    public String name() {
      return sound.name();
    }

    @Override
    public void contribute(Config hazelcast) {
      sound.contribute(hazelcast);
    }

    @Override
    public Future<?> start(ServiceContext context) {
      Vertx vertx = context.vertx();
      vertx.eventBus().<Object>addOutboundInterceptor(message -> repeat(vertx, message));
      return sound.start(context);
    }

    private static void repeat(Vertx vertx, DeliveryContext<Object> message) {
      String address = message.message().address();
      boolean isEvent = address.startsWith(Contract.PRESENCE_DELIVER.addressAt(""));
      if (isEvent && !message.message().headers().contains(COPY)) {
        DeliveryOptions copy =
            new DeliveryOptions().setCodecName(Delivery.class.getName()).addHeader(COPY, "");
        Object event = message.body();
        vertx.setTimer(LATER_MS, due -> vertx.eventBus().send(address, event, copy));
      }
      message.next();
    }
  }
}
