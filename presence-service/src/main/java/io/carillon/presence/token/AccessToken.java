package io.carillon.presence.token;

import io.carillon.protocol.Grant;
import io.carillon.protocol.contract.UserRef;
import java.util.Set;

/**
 * What a verified token says.
 *
 * @param deviceId the device that it is bound to, or null
 * @param expiresAt milliseconds since the epoch
 */
public record AccessToken(UserRef user, String deviceId, Set<Grant> grants, long expiresAt) {
  public AccessToken {
    grants = Set.copyOf(grants);
  }
}
