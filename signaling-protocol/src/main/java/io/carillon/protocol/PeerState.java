package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** RTCPeerConnectionState of the W3C's WebRTC. */
public enum PeerState {
  /** Nothing has begun. */
  NEW("new"),
  /** ICE or DTLS is under way. */
  CONNECTING("connecting"),
  /** Media can flow. */
  CONNECTED("connected"),
  /** Checks fail; may recover by itself. */
  DISCONNECTED("disconnected"),
  /** Gave up; needs an ICE restart. */
  FAILED("failed"),
  /** Closed by its side. */
  CLOSED("closed");

  private final String code;

  PeerState(String code) {
    this.code = code;
  }

  /** The name on the wire. */
  @JsonValue
  public String code() {
    return code;
  }

  /**
   * The constant of that wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static PeerState of(String code) {
    return WireNames.lookUp(values(), PeerState::code, code, "peer connection state");
  }
}
