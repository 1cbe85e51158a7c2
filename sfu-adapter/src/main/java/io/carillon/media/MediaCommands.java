package io.carillon.media;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.Json;
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
  private final Reception reception;
  private final MediaMetrics metrics;
  private final Bus bus;
  private final Placement placement;

  MediaCommands(
      Relay relay,
      IceServerList servers,
      IceRenewals renewals,
      Reception reception,
      MediaMetrics metrics,
      Bus bus,
      Placement placement) {
    this.relay = relay;
    this.servers = servers;
    this.renewals = renewals;
    this.reception = reception;
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
            case RelayMessage.DESCRIPTION, RelayMessage.CANDIDATES ->
                relay.relay(request).map(ServiceReply.OK);
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
        yield toCall(request, report.callId());
      }
      case MediaRequest.ReportStats stats ->
          relay
              .member(request.from(), stats.callId())
              .map(
                  member -> {
                    metrics.stats(stats);
                    return ServiceReply.OK;
                  });
      case MediaRequest.Receive wishes ->
          relay
              .onBridge(request.from(), wishes.callId())
              .compose(call -> reception.want(call, request.from(), wishes))
              .map(ServiceReply.OK);
      case MediaRequest.GetIceServers asked -> Future.succeededFuture(iceServers(request));
      case MediaRequest.SendDescription relayed -> relay.relay(request).map(ServiceReply.OK);
      case MediaRequest.SendCandidates relayed -> relay.relay(request).map(ServiceReply.OK);
    };
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
