package io.carillon.media.conference;

import java.util.Objects;

/**
 * What the bridge said when it made an endpoint for a participant.
 *
 * @param audioFeedback {@code jvb-a0}
 * @param videoFeedback {@code jvb-v0}: RTCP and padding come from these two
 */
public record BridgeEnd(Transport transport, MediaSource audioFeedback, MediaSource videoFeedback) {
  /**
   * The id of the {@code MediaStream} that has the tracks of the bridge itself. No picture or sound
   * comes in them: a client hides them.
   */
  public static final String STREAM_ID = "mixedmslabel";

  public BridgeEnd {
    Objects.requireNonNull(transport);
    if (audioFeedback.type() != MediaType.AUDIO || videoFeedback.type() != MediaType.VIDEO) {
      throw new IllegalArgumentException("audioFeedback, videoFeedback: are of another type");
    }
  }
}
