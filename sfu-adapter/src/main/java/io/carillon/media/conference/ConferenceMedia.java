package io.carillon.media.conference;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What may be sent in conferences: the same for all participants, and in all of them.
 *
 * @param videoCodecs the preferred one first, each once
 */
public record ConferenceMedia(List<VideoCodec> videoCodecs, VideoLayers layers) {
  /** VP8 for all, VP9 for those that choose scalable coding; one stream a picture. */
  public static final ConferenceMedia DEFAULT =
      new ConferenceMedia(List.of(VideoCodec.VP8, VideoCodec.VP9), VideoLayers.ONE_STREAM);

  private static final HeaderExtension AUDIO_LEVEL =
      new HeaderExtension(1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level");
  private static final HeaderExtension ABSOLUTE_SEND_TIME =
      new HeaderExtension(3, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time");
  private static final HeaderExtension TRANSPORT_SEQUENCE =
      new HeaderExtension(
          5, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01");

  /** Without it the bridge can't tell AV1's layers apart. */
  private static final HeaderExtension DEPENDENCY_DESCRIPTOR =
      new HeaderExtension(
          11,
          "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension");

  private static final PayloadType OPUS =
      new PayloadType(
          111,
          "opus",
          48_000,
          2,
          Map.of("minptime", "10", "useinbandfec", "1", "usedtx", "1"),
          List.of(new RtcpFeedback("transport-cc", null)));

  public ConferenceMedia {
    videoCodecs = List.copyOf(videoCodecs);
    Objects.requireNonNull(layers);
    if (videoCodecs.isEmpty() || EnumSet.copyOf(videoCodecs).size() != videoCodecs.size()) {
      throw new IllegalArgumentException("videoCodecs: must be one or more, each once");
    }
  }

  /**
   * What packets of that type may be. There is no extension for the mid, which RFC 9143 asks for:
   * the bridge would pass one participant's mids on to another, to whom they mean other sections.
   * SSRCs tell the sections apart instead.
   */
  public MediaFormats formats(MediaType type) {
    return switch (type) {
      case AUDIO -> new MediaFormats(List.of(OPUS), List.of(AUDIO_LEVEL, TRANSPORT_SEQUENCE));
      case VIDEO ->
          new MediaFormats(
              videoCodecs.stream().flatMap(codec -> codec.payloadTypes().stream()).toList(),
              Stream.of(ABSOLUTE_SEND_TIME, TRANSPORT_SEQUENCE, DEPENDENCY_DESCRIPTOR)
                  .filter(this::isOfUse)
                  .toList());
    };
  }

  private boolean isOfUse(HeaderExtension extension) {
    return !extension.equals(DEPENDENCY_DESCRIPTOR) || videoCodecs.contains(VideoCodec.AV1);
  }
}
