package io.carillon.call;

import com.hazelcast.config.Config;
import io.carillon.call.admin.CallAdmin;
import io.carillon.call.block.Blocks;
import io.carillon.call.store.Calls;
import io.carillon.call.store.Lines;
import io.carillon.call.store.Rooms;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;

/**
 * call-service: rings devices, settles who answered, keeps the state of every call and ends what
 * has to end. A node that runs it holds a share of the calls and answers for that share.
 */
public final class CallService implements CarillonService {
  private CallVerticle verticle;

  @Override
  public String name() {
    return "call";
  }

  @Override
  public void contribute(Config hazelcast) {
    Calls.contribute(hazelcast);
    Lines.contribute(hazelcast);
    Rooms.contribute(hazelcast);
    Blocks.contribute(hazelcast);
  }

  @Override
  public Future<?> start(ServiceContext context) {
    CallConfig config = CallConfig.from(context.settings());
    CallAdmin.mount(context, new CallAdministration(context));
    verticle = new CallVerticle(context, config);
    return context.vertx().deployVerticle(verticle);
  }

  @Override
  public Future<?> drain() {
    return verticle == null ? Future.succeededFuture() : verticle.settle();
  }
}
