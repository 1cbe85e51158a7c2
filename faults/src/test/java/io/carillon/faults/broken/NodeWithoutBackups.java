package io.carillon.faults.broken;

import com.hazelcast.config.Config;
import io.carillon.call.CallService;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A call node that keeps calls in one place alone, as no setting lets it. */
final class NodeWithoutBackups {
  private NodeWithoutBackups() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) throws InterruptedException {
    Settings settings = Settings.load(Map.of(), System.getenv(), null);
    Node.start(settings, List.of(new CallsWithoutBackups(new CallService())));
    new CountDownLatch(1).await();
  }

  private record CallsWithoutBackups(CallService sound) implements CarillonService {
    @Override
    public String name() {
      return sound.name();
    }

    @Override
    public void contribute(Config hazelcast) {
      sound.contribute(hazelcast);
      hazelcast.getMapConfig("calls").setBackupCount(0);
    }

    @Override
    public Future<?> start(ServiceContext context) {
      return sound.start(context);
    }
  }
}
