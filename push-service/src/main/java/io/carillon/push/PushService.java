package io.carillon.push;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.Wake;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;

/**
 * push-service: serves {@code push.wake} and {@code push.command}.
 *
 * <p>This version has no push provider and so no way to register a device: every wake finds none,
 * and every client request with the prefix {@code push.} is of an unknown type.
 */
public final class PushService implements CarillonService {
  private static final Wake.Outcome NO_DEVICES = new Wake.Outcome(0);

  /** A service without settings. */
  public PushService() {}

  @Override
  public String name() {
    return "push";
  }

  @Override
  public Future<?> start(ServiceContext node) {
    return Future.all(
        node.bus()
            .serve(
                Contract.PUSH_WAKE,
                Contract.PUSH_WAKE.addressAt(node.node()),
                wake -> Future.succeededFuture(NO_DEVICES)),
        node.bus()
            .serve(
                Contract.PUSH_COMMAND,
                Contract.PUSH_COMMAND.addressAt(node.node()),
                request ->
                    Future.succeededFuture(
                        ServiceReply.refused(
                            new ProtocolException(
                                ErrorCode.UNKNOWN_TYPE, "no request of this type")))));
  }
}
