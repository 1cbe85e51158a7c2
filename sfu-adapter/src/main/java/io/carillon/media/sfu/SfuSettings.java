package io.carillon.media.sfu;

import io.carillon.media.conference.ConferenceMedia;
import io.carillon.media.conference.VideoCodec;
import io.carillon.media.conference.VideoLayers;
import io.carillon.runtime.config.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is sent in conferences.
 *
 * @param media {@code carillon.videobridge.codecs} and {@code carillon.videobridge.simulcast}
 * @param maxHeight {@code carillon.videobridge.max-height}: px, of the pictures for a client that
 *     has not said what it wants
 */
record SfuSettings(ConferenceMedia media, int maxHeight) {
  private static final String CODECS = "carillon.videobridge.codecs";
  private static final int DEFAULT_HEIGHT = 720;
  private static final int LEAST_HEIGHT = 90;
  private static final int MOST_HEIGHT = 4_320;

  static SfuSettings read(Settings settings) {
    List<VideoCodec> codecs = settings.list(CODECS).stream().map(SfuSettings::codec).toList();
    VideoLayers layers =
        settings.flag("carillon.videobridge.simulcast", false)
            ? VideoLayers.SIM_GROUP
            : VideoLayers.ONE_STREAM;
    if (codecs.stream().distinct().count() != codecs.size()) {
      throw Settings.wrong(CODECS, codecs.toString(), "each codec once");
    }
    return new SfuSettings(
        new ConferenceMedia(
            codecs.isEmpty() ? ConferenceMedia.DEFAULT.videoCodecs() : codecs, layers),
        settings.number(
            "carillon.videobridge.max-height", DEFAULT_HEIGHT, LEAST_HEIGHT, MOST_HEIGHT));
  }

  private static VideoCodec codec(String name) {
    return Arrays.stream(VideoCodec.values())
        .filter(codec -> codec.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> Settings.wrong(CODECS, name, "vp8, vp9, h264 or av1"));
  }
}
