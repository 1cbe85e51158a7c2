package io.carillon.media;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.carillon.media.sfu.SfuCalls;
import io.carillon.protocol.Description;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.SdpType;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.request.MediaRequest.Receive;
import io.vertx.core.Future;

/** What clients ask of the videobridge of a call. Safe for use by several threads. */
final class BridgeRequests {
  private final Relay relay;
  private final SfuCalls calls;

  BridgeRequests(Relay relay, SfuCalls calls) {
    this.relay = relay;
    this.calls = calls;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Described(Description description) {}

  /**
   * Takes an answer to the bridge's offer. Candidates are as good as taken: the bridge learns where
   * a client is from its checks (RFC 8445, peer-reflexive).
   *
   * @return fails with {@link ProtocolException}
   */
  Future<ServiceReply> take(ClientRequest request, RelayMessage message) {
    Future<MediaSession> bridged = relay.onBridge(request.from(), message.callId());
    if (message.type().equals(RelayMessage.CANDIDATES)) {
      return bridged.compose(
          session ->
              message.epoch() == session.epoch()
                  ? Future.succeededFuture(ServiceReply.OK)
                  : Future.failedFuture(
                      new ProtocolException(
                          ErrorCode.INVALID_STATE,
                          "epoch: the call is in epoch " + session.epoch())));
    }
    Description description = Json.decode(request.data(), Described.class).description();
    if (description.type() != SdpType.ANSWER) {
      return Future.failedFuture(
          new ProtocolException(
              ErrorCode.INVALID_STATE, "description.type: the bridge offers, a client answers"));
    }
    return bridged.compose(
        session ->
            calls.atOwner(
                session.key(),
                request,
                own -> own.answer(request.from(), message.epoch(), description.sdp())));
  }

  /** Takes in which pictures a client wants; fails with {@link ProtocolException}. */
  Future<ServiceReply> receive(ClientRequest request, Receive wishes) {
    return relay
        .onBridge(request.from(), wishes.callId())
        .compose(
            session ->
                calls.atOwner(session.key(), request, own -> own.want(request.from(), wishes)));
  }

  /**
   * A client has lost the bridge and gets a new connection; fails with {@link ProtocolException}.
   */
  Future<ServiceReply> restart(ClientRequest request, String callId) {
    return relay
        .onBridge(request.from(), callId)
        .compose(
            session ->
                calls.atOwner(
                    CallKey.of(session.app(), session.callId()),
                    request,
                    own -> own.restart(request.from())));
  }
}
