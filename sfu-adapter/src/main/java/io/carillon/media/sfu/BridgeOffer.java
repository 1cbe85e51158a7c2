package io.carillon.media.sfu;

import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.Json;
import io.carillon.protocol.Peer;
import io.carillon.protocol.SdpType;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;

/**
 * The event by which a bridge's offer reaches a client. Not bound to the limits of what clients
 * send.
 */
record BridgeOffer(String callId, Peer from, DeviceRef to, Description description, int epoch) {
  private static final String TYPE = "media.description";

  record Description(SdpType type, String sdp) {}

  static Notice notice(String callId, SessionRef to, String sdp, int epoch) {
    return new Notice(
        TYPE,
        Json.raw(
            new BridgeOffer(
                callId,
                Peer.BRIDGE,
                new DeviceRef(to.userId(), to.deviceId()),
                new Description(SdpType.OFFER, sdp),
                epoch)));
  }
}
