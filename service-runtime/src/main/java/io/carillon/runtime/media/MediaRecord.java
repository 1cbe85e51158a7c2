package io.carillon.runtime.media;

import io.carillon.protocol.contract.MediaSession;
import java.util.List;

/**
 * What the adapters share about a call's media. A value of the {@code media} map.
 *
 * @param session who takes part and where; without endpoints once the call is over
 * @param epochChangedAt when the epoch became what it is, in milliseconds since the epoch of time
 */
public record MediaRecord(MediaSession session, long epochChangedAt) {

  /**
   * The record after call-service said something about the call.
   *
   * @param before the record so far, or null
   * @param at the present time, in milliseconds since the epoch of time
   * @return {@code before} itself if what was said is not newer
   */
  public static MediaRecord after(MediaRecord before, MediaSession said, long at) {
    if (before != null && !said.replaces(before.session)) {
      return before;
    }
    boolean sameEpoch = before != null && before.session.epoch() == said.epoch();
    return new MediaRecord(
        said.ended() ? marker(said) : said, sameEpoch ? before.epochChangedAt : at);
  }

  /** Of two records of one call, the one that holds. */
  MediaRecord mergedWith(MediaRecord other) {
    boolean ended = session.ended();
    if (ended != other.session.ended()) {
      return ended ? this : other;
    }
    return session.version() >= other.session.version() ? this : other;
  }

  private static MediaSession marker(MediaSession ended) {
    return new MediaSession(
        ended.app(),
        ended.callId(),
        ended.version(),
        ended.epoch(),
        ended.topology(),
        List.of(),
        true);
  }
}
