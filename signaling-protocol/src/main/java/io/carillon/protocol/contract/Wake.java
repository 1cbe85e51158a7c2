package io.carillon.protocol.contract;

import io.carillon.protocol.MediaKind;
import java.util.Objects;

/**
 * Asks push-service to wake the devices of a user that have no live session.
 *
 * @param expiresAt when the call stops ringing, milliseconds since the epoch
 */
public record Wake(UserRef user, String callId, MediaKind media, long expiresAt) {
  public Wake {
    Objects.requireNonNull(user);
    Objects.requireNonNull(callId);
    Objects.requireNonNull(media);
  }

  /**
   * What push-service found.
   *
   * @param devices how many devices are registered and being woken
   */
  public record Outcome(int devices) {}
}
