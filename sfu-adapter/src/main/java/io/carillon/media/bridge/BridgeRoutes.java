package io.carillon.media.bridge;

import io.carillon.media.colibri.BridgeFailure;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.runtime.admin.AdminAnswer;
import io.carillon.runtime.admin.AdminRequest;
import io.carillon.runtime.admin.AdminRoutes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bridges: looked at, drained, and used again. Each change leaves a line in the log. */
final class BridgeRoutes {
  private static final Logger log = LoggerFactory.getLogger(BridgeRoutes.class);

  private final BridgePool pool;

  BridgeRoutes(BridgePool pool) {
    this.pool = pool;
  }

  void mount(AdminRoutes routes) {
    routes.add(HttpMethod.GET, "/bridges", this::list);
    routes.add(HttpMethod.POST, "/bridges/{bridgeId}/drain", request -> drain(request, true));
    routes.add(HttpMethod.POST, "/bridges/{bridgeId}/undrain", request -> drain(request, false));
  }

  private Future<AdminAnswer> list(AdminRequest request) {
    return Future.succeededFuture(AdminAnswer.ok(new BridgePage(pool.survey().bridges())));
  }

  private Future<AdminAnswer> drain(AdminRequest request, boolean on) {
    String id = request.path("bridgeId");
    return pool.drain(id, on)
        .recover(problem -> Future.failedFuture(refusal(problem)))
        .map(
            found -> {
              BridgeView bridge =
                  found.orElseThrow(
                      () ->
                          new ProtocolException(
                              ErrorCode.UNKNOWN_TYPE, "bridgeId: there is no such bridge"));
              log.atInfo()
                  .addKeyValue("bridge", id)
                  .log(on ? "an administrator drains it" : "an administrator has it used again");
              return AdminAnswer.ok(bridge);
            });
  }

  private static Throwable refusal(Throwable problem) {
    return problem instanceof BridgeFailure
        ? new ProtocolException(ErrorCode.SFU_UNAVAILABLE, problem.getMessage())
        : problem;
  }
}
