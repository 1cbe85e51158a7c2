package io.carillon.presence.token;

import io.carillon.protocol.Grant;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.Tracks;
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

  /** What its holder may send in calls; null where no grant limits that: everything. */
  public Tracks publish() {
    Tracks granted =
        new Tracks(
            grants.contains(Grant.PUBLISH_AUDIO),
            grants.contains(Grant.PUBLISH_VIDEO),
            grants.contains(Grant.PUBLISH_SCREEN));
    boolean limits = grants.contains(Grant.PUBLISH_NONE) || !granted.equals(Tracks.NONE);
    return limits && !granted.equals(Tracks.ALL) ? granted : null;
  }
}
