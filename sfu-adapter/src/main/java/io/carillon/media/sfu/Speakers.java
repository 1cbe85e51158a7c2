package io.carillon.media.sfu;

import io.carillon.media.colibri.ChannelEvent.DominantSpeaker;
import io.carillon.protocol.event.MediaEvent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Who speaks in a conference. The bridge tells it on each channel; the clients hear it once. */
final class Speakers {
  private final String callId;
  private MediaEvent.Speaker last;

  Speakers(String callId) {
    this.callId = callId;
  }

  /**
   * Takes in what one channel tells.
   *
   * @param userOf the user of an endpoint, or null
   * @return the event for all participants, if it is news
   */
  Optional<MediaEvent.Speaker> heard(DominantSpeaker told, Function<String, String> userOf) {
    String user = userOf.apply(told.endpointId());
    if (user == null || told.silence()) {
      return Optional.empty();
    }
    List<String> recent =
        told.previous().stream().map(userOf).filter(Objects::nonNull).distinct().toList();
    MediaEvent.Speaker now = new MediaEvent.Speaker(callId, user, recent);
    boolean news = last == null || !last.userId().equals(user);
    last = now;
    return news ? Optional.of(now) : Optional.empty();
  }
}
