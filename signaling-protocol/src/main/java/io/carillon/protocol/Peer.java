package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/** The other end of a connection: a device of a user, or the videobridge. */
public sealed interface Peer permits DeviceRef, Peer.Bridge {
  /** The videobridge of the call. */
  Peer BRIDGE = new Bridge();

  /** The videobridge; {@value DeviceRef#SFU} on the wire. */
  record Bridge() implements Peer {
    /** The name on the wire. */
    @JsonValue
    public String code() {
      return DeviceRef.SFU;
    }
  }

  /**
   * Reads either form.
   *
   * @throws ProtocolException {@code bad_request} if it is neither
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Peer of(JsonNode json) {
    if (json.isTextual() && json.textValue().equals(DeviceRef.SFU)) {
      return BRIDGE;
    }
    if (!json.isObject()) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, DeviceRef.RULE);
    }
    return Json.decode(json.toString(), DeviceRef.class);
  }
}
