package io.carillon.runtime.presence;

import io.carillon.protocol.PresenceStatus;
import java.util.Objects;

/**
 * What a user chose to be seen as, and for how long: from {@code until} on it is as if the user had
 * chosen to be online, without a text. Whoever wants to know it has to say when.
 *
 * @param status online, away, dnd or invisible
 * @param text the user's own words, or null
 * @param until milliseconds since the epoch, {@value #FOR_GOOD} for no end; online has none
 */
public record PresenceChoice(PresenceStatus status, String text, long until) {
  /** The {@code until} of a choice that holds until another is made. */
  public static final long FOR_GOOD = 0;

  /** Of a user who has chosen nothing. */
  public static final PresenceChoice NONE =
      new PresenceChoice(PresenceStatus.ONLINE, null, FOR_GOOD);

  public PresenceChoice {
    Objects.requireNonNull(status);
    if (status == PresenceStatus.ONLINE) {
      until = FOR_GOOD;
    }
  }

  /** What holds at that time, in milliseconds since the epoch. */
  PresenceChoice at(long now) {
    return until != FOR_GOOD && now >= until ? NONE : this;
  }
}
