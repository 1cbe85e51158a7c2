package io.carillon.runtime.presence;

import java.util.Objects;

/** What an update did to a user's presence; the two are equal if it did nothing. */
public record PresenceChange(PresenceRecord before, PresenceRecord after) {
  public PresenceChange {
    Objects.requireNonNull(before);
    Objects.requireNonNull(after);
  }

  /** Whether anything is different. */
  public boolean isOne() {
    return !after.equals(before);
  }

  /** Whether the user came or went. */
  public boolean isOfOnline() {
    return after.online() != before.online();
  }
}
