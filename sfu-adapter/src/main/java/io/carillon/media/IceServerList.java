package io.carillon.media;

import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.event.MediaEvent;
import io.carillon.protocol.view.IceServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the servers that a user's devices get: STUN as it is, TURN with credentials of limited
 * time. User name and password follow draft-uberti-behave-turn-rest-00, which coturn knows as
 * {@code use-auth-secret}. Safe for use by several threads.
 */
final class IceServerList {
  private static final String ALGORITHM = "HmacSHA1";

  private final IceSettings settings;
  private final Clock clock;

  IceServerList(IceSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Whether what it makes expires. */
  boolean expires() {
    return !settings.turnUrls().isEmpty();
  }

  /** The servers for a user, with the time at which the credentials expire if there are any. */
  MediaEvent.IceServers of(UserRef user) {
    List<IceServer> servers = new ArrayList<>();
    if (!settings.stunUrls().isEmpty()) {
      servers.add(new IceServer(settings.stunUrls(), null, null));
    }
    if (!expires()) {
      return new MediaEvent.IceServers(servers, null);
    }
    long expiresAtSeconds = clock.instant().plus(settings.turnTtl()).getEpochSecond();
    String username = expiresAtSeconds + ":" + user.key();
    servers.add(new IceServer(settings.turnUrls(), username, password(username)));
    return new MediaEvent.IceServers(servers, expiresAtSeconds * 1000);
  }

  private String password(String username) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(
          new SecretKeySpec(settings.turnSecret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
