package io.carillon.protocol.contract;

import java.util.Objects;

/**
 * What an adapter tells call-service: the bridge of that epoch carries the call no more, or none
 * could be had for it. Of an epoch that is over it changes nothing, so it may be told any number of
 * times. How the call stands then comes back as a {@link MediaSession}, even where that is no news.
 *
 * @param epoch the epoch of the call
 * @param renew whether another bridge may be tried at once; false where none could be had
 */
public record BridgeLoss(String app, String callId, int epoch, boolean renew) {
  public BridgeLoss {
    Objects.requireNonNull(app);
    Objects.requireNonNull(callId);
  }

  /** The key of the call. */
  public String key() {
    return CallKey.of(app, callId);
  }
}
