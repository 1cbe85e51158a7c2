package io.carillon.protocol.contract;

import java.util.Objects;

/** Tells presence-service whether a user is in a call that has been answered. */
public record LineState(UserRef user, boolean inCall) {
  public LineState {
    Objects.requireNonNull(user);
  }
}
