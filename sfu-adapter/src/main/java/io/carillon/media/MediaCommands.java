package io.carillon.media;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.Json;
import io.carillon.protocol.Peer;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.event.MediaEvent;
import io.carillon.protocol.request.MediaRequest;
import io.carillon.protocol.request.RequestType;
import io.carillon.runtime.bus.Bus;
import io.carillon.runtime.cluster.Placement;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Answers client requests with the prefix {@code media.}. Safe for use by several threads. */
final class MediaCommands {
  private static final Logger log = LoggerFactory.getLogger(MediaCommands.class);

  private final Relay relay;
  private final IceServerList servers;
  private final IceRenewals renewals;
  private final BridgeRequests bridge;
  private final MediaMetrics metrics;
  private final Bus bus;
  private final Placement placement;

  MediaCommands(
      Relay relay,
      IceServerList servers,
      IceRenewals renewals,
      BridgeRequests bridge,
      MediaMetrics metrics,
      Bus bus,
      Placement placement) {
    this.relay = relay;
    this.servers = servers;
    this.renewals = renewals;
    this.bridge = bridge;
    this.metrics = metrics;
    this.bus = bus;
    this.placement = placement;
  }

  /** Carries out a request; a refusal is an answer, so the future never fails. */
  Future<ServiceReply> handle(ClientRequest request) {
    Future<ServiceReply> reply;
    try {
      reply =
          switch (request.type()) {
            case RelayMessage.DESCRIPTION, RelayMessage.CANDIDATES -> pass(request);
            default -> other(request);
          };
    } catch (RuntimeException e) {
      reply = Future.failedFuture(e);
    }
    return reply.otherwise(problem -> refused(request, problem));
  }

  private Future<ServiceReply> other(ClientRequest request) {
    return switch (RequestType.decode(request.type(), request.data(), MediaRequest.class)) {
      case MediaRequest.SetState state -> toCall(request, state.callId());
      case MediaRequest.ReportConnection report -> {
        metrics.connection(report.state());
        Future<ServiceReply> known = toCall(request, report.callId());
        yield report.peer().equals(Peer.BRIDGE) && report.state() == PeerState.FAILED
            ? known.compose(
                told ->
                    told instanceof ServiceReply.Done
                        ? bridge.restart(request, report.callId()).map(told)
                        : Future.succeededFuture(told))
            : known;
      }
      case MediaRequest.ReportStats stats ->
          relay
              .member(request.from(), stats.callId())
              .map(
                  member -> {
                    metrics.stats(stats);
                    return ServiceReply.OK;
                  });
      case MediaRequest.Receive wishes -> bridge.receive(request, wishes);
      case MediaRequest.GetIceServers asked -> Future.succeededFuture(iceServers(request));
      case MediaRequest.SendDescription relayed -> pass(request);
      case MediaRequest.SendCandidates relayed -> pass(request);
    };
  }

  /** To another party, or to the bridge. */
  private Future<ServiceReply> pass(ClientRequest request) {
    RelayMessage message = RelayMessage.read(request.type(), request.data());
    return message.isForBridge()
        ? bridge.take(request, message)
        : relay.relay(request.from(), message).map(ServiceReply.OK);
  }

  /** What changes the call is for call-service to decide. */
  private Future<ServiceReply> toCall(ClientRequest request, String callId) {
    return relay
        .member(request.from(), callId)
        .compose(
            member ->
                bus.ask(
                    Contract.CALL_COMMAND,
                    placement.addressOf(
                        Contract.CALL_COMMAND, CallKey.of(request.from().app(), callId)),
                    request));
  }

  private ServiceReply iceServers(ClientRequest request) {
    MediaEvent.IceServers list = servers.of(request.from().user());
    renewals.handedOut(request.from());
    return ServiceReply.ok(Json.raw(list));
  }

  private ServiceReply refused(ClientRequest request, Throwable problem) {
    if (!(problem instanceof ProtocolException)) {
      LoggingEventBuilder event = log.atError().addKeyValue("type", request.type());
      JsonNode callId = Json.decode(request.data(), JsonNode.class).path("callId");
      if (callId.isTextual()) {
        event = event.addKeyValue("callId", callId.textValue());
      }
      event.setCause(problem).log("a media request failed");
    }
    ServiceReply.Refused refused = ServiceReply.refused(problem);
    metrics.refused(refused.error().code());
    return refused;
  }
}
