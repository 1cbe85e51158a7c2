package io.carillon.presence.edge;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Grant;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.runtime.Lanes;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands the requests of one session to the services that own them; those about one call one after
 * the other. What a service can't do at the moment is asked of it again, or of the node that takes
 * the place of one that died: the services carry nothing out twice. Confined to the session's loop.
 */
final class ServiceDesk {
  private final Session session;
  private final Edge edge;
  private final Lanes<String> calls = new Lanes<>();

  /** What call-service and the media adapters have not answered yet, waiting requests included. */
  private final Set<Future<ServiceReply>> asked = new HashSet<>();

  ServiceDesk(Session session) {
    this.session = session;
    this.edge = session.home().edge();
  }

  /** Asks the service of a family; fails with {@code unavailable} if that is so for long. */
  Future<ServiceReply> ask(RequestFamily family, Envelope.Request request) {
    Future<ServiceReply> reply = askInTurn(family, request);
    if (family != RequestFamily.PUSH) {
      asked.add(reply);
      reply.onComplete(done -> asked.remove(reply));
    }
    return reply;
  }

  /** Completes once the requests about calls and media that came before now have been answered. */
  Future<?> settled() {
    return asked.isEmpty() ? Future.succeededFuture() : Future.join(List.copyOf(asked));
  }

  /** Those about one call wait for each other. */
  private Future<ServiceReply> askInTurn(RequestFamily family, Envelope.Request request) {
    String callId = request.callId();
    return callId == null
        ? ask(family, session.user().key(), request)
        : calls.run(callId, () -> ask(family, CallKey.of(session.user().app(), callId), request));
  }

  private Future<ServiceReply> ask(RequestFamily family, String key, Envelope.Request request) {
    ClientRequest question =
        new ClientRequest(
            session.ref(), session.allows(Grant.ADMIN), request.type(), request.data());
    boolean aboutCalls = family == RequestFamily.CALL || family == RequestFamily.MEDIA;
    return aboutCalls && !edge.isCutOff()
        ? edge.patience().on(() -> askOnce(family, key, question), ServiceDesk::isUnavailable)
        : askOnce(family, key, question);
  }

  private Future<ServiceReply> askOnce(RequestFamily family, String key, ClientRequest question) {
    ServiceContext node = edge.node();
    Contract<ClientRequest, ServiceReply> contract = family.contract();
    return node.bus().ask(contract, node.placement().addressOf(contract, key), question);
  }

  private static boolean isUnavailable(ServiceReply reply) {
    return reply instanceof ServiceReply.Refused refused
        && refused.error().code() == ErrorCode.UNAVAILABLE;
  }
}
