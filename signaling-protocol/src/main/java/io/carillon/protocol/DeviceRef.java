package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A device of a user, or a user whose device is not known yet.
 *
 * @param deviceId null where the user alone is meant
 */
public record DeviceRef(String userId, String deviceId) implements Peer {
  /** What stands on the wire in place of a device where the videobridge is meant. */
  public static final String SFU = "sfu";

  static final String RULE = "must be an object with userId and deviceId, or \"sfu\"";

  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public DeviceRef {
    Check.userId("userId", userId);
    if (deviceId != null) {
      Check.deviceId("deviceId", deviceId);
    }
  }

  /**
   * Refuses the short form.
   *
   * @throws ProtocolException {@code no_sfu} for {@value #SFU}: no bridge takes part in calls;
   *     {@code bad_request} for any other text
   */
  @SuppressWarnings("DoNotCallSuggester") // the decoder calls it, to get the typed error
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static DeviceRef ofText(String text) {
    throw text.equals(SFU)
        ? new ProtocolException(ErrorCode.NO_SFU, "no videobridge is configured")
        : new ProtocolException(ErrorCode.BAD_REQUEST, RULE);
  }
}
