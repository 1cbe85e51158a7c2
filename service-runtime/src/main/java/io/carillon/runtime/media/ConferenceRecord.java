package io.carillon.runtime.media;

import java.util.Objects;

/**
 * Which adapter has the conference of a call on a videobridge. A value of the {@code conferences}
 * map.
 *
 * @param app the tenant of the call
 * @param owner the name of the adapter's node
 * @param generation counts up with each owner: who finds a later one than its own has lost the
 *     conference
 * @param bridge the bridge that carries it, by the name that adapters have for it; null before one
 *     is chosen
 * @param meetingId the conference on that bridge; null with {@code bridge}
 */
public record ConferenceRecord(
    String app, String callId, String owner, long generation, String bridge, String meetingId) {
  public ConferenceRecord {
    Objects.requireNonNull(app);
    Objects.requireNonNull(callId);
    Objects.requireNonNull(owner);
  }

  /** A conference that nobody had before, without a bridge. */
  public static ConferenceRecord first(String app, String callId, String owner) {
    return new ConferenceRecord(app, callId, owner, 1, null, null);
  }

  /** The same conference with the owner that takes it over. */
  public ConferenceRecord takenOverBy(String next) {
    return new ConferenceRecord(app, callId, next, generation + 1, bridge, meetingId);
  }

  /** The same conference on a bridge, or on none. */
  public ConferenceRecord on(String chosen, String meeting) {
    return new ConferenceRecord(app, callId, owner, generation, chosen, meeting);
  }
}
