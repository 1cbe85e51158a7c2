package io.carillon.protocol.contract;

import java.util.Objects;

/** A user within a tenant. Users of two apps never meet. */
public record UserRef(String app, String userId) {
  public UserRef {
    Objects.requireNonNull(app);
    Objects.requireNonNull(userId);
  }

  /** The user of a {@link #key()}: user ids have no slash. */
  public static UserRef ofKey(String key) {
    int slash = key.lastIndexOf('/');
    return new UserRef(key.substring(0, slash), key.substring(slash + 1));
  }

  /** The key of this user in the maps that are shared: {@code app/user}. */
  public String key() {
    return app + '/' + userId;
  }
}
