package io.carillon.media;

import io.carillon.media.sfu.SfuCalls;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Listens for client requests and for what call-service says, on one event loop of several. */
final class MediaVerticle extends VerticleBase {
  private final ServiceContext node;
  private final MediaCommands commands;
  private final RelayCalls calls;
  private final SfuCalls bridged;

  MediaVerticle(ServiceContext node, MediaCommands commands, RelayCalls calls, SfuCalls bridged) {
    this.node = node;
    this.commands = commands;
    this.calls = calls;
    this.bridged = bridged;
  }

  @Override
  public Future<?> start() {
    return Future.all(
        node.bus()
            .serve(
                Contract.MEDIA_COMMAND,
                Contract.MEDIA_COMMAND.addressAt(node.node()),
                commands::handle),
        node.bus()
            .serve(
                Contract.MEDIA_SESSION,
                Contract.MEDIA_SESSION.addressAt(node.node()),
                session -> calls.tell(session).compose(bridged::follow).map(Done.DONE)));
  }
}
