package io.carillon.call.admin;

import io.carillon.protocol.Check;
import io.carillon.protocol.Grant;
import io.carillon.protocol.ProtocolException;
import io.carillon.runtime.token.TokenIssuer;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A token that is wanted.
 *
 * @param app the tenant
 * @param deviceId the device that it is bound to, or null
 * @param ttlSeconds how long it is good, {@value #MIN_TTL} to {@value #MAX_TTL}; null for {@value
 *     #DEFAULT_TTL}
 * @param grants what it allows; null for calls and presence
 */
record NewToken(String app, String userId, String deviceId, Long ttlSeconds, List<Grant> grants) {
  static final long MIN_TTL = 1;
  static final long DEFAULT_TTL = 3_600;
  static final long MAX_TTL = 30 * 86_400;

  NewToken {
    Check.app("app", app);
    Check.userId("userId", userId);
    if (deviceId != null) {
      Check.deviceId("deviceId", deviceId);
    }
    Check.range("ttlSeconds", ttlSeconds, MIN_TTL, MAX_TTL);
    if (grants != null) {
      if (grants.stream().anyMatch(Objects::isNull)) {
        throw ProtocolException.badField("grants", "has an empty place");
      }
      grants = List.copyOf(grants);
    }
  }

  long ttl() {
    return ttlSeconds == null ? DEFAULT_TTL : ttlSeconds;
  }

  Collection<Grant> allowed() {
    return grants == null ? TokenIssuer.USUAL_GRANTS : grants;
  }
}
