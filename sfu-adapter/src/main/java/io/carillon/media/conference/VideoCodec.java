package io.carillon.media.conference;

import java.util.List;
import java.util.Map;

/** The codecs of pictures, with the numbers that Jitsi gives them. */
public enum VideoCodec {
  /** In every browser. */
  VP8("VP8", 100, 96),
  /** Profile 0, which every browser that has VP9 can do. */
  VP9("VP9", 101, 97),
  /** Constrained baseline in packetization mode 1: what Chromium, Firefox and Safari share. */
  H264("H264", 107, 99),
  /** The main profile. */
  AV1("AV1", 41, 42);

  private static final int CLOCK_RATE = 90_000;
  private static final List<RtcpFeedback> FEEDBACK =
      List.of(
          new RtcpFeedback("ccm", "fir"),
          new RtcpFeedback("nack", null),
          new RtcpFeedback("nack", "pli"),
          new RtcpFeedback("transport-cc", null));

  private final String encoding;
  private final int id;
  private final int repairId;

  VideoCodec(String encoding, int id, int repairId) {
    this.encoding = encoding;
    this.id = id;
    this.repairId = repairId;
  }

  /** The codec and its retransmissions. */
  List<PayloadType> payloadTypes() {
    return List.of(
        new PayloadType(id, encoding, CLOCK_RATE, 1, parameters(), FEEDBACK),
        new PayloadType(
            repairId,
            PayloadType.RTX,
            CLOCK_RATE,
            1,
            Map.of("apt", Integer.toString(id)),
            List.of()));
  }

  private Map<String, String> parameters() {
    return switch (this) {
      case VP8 -> Map.of();
      case VP9 -> Map.of("profile-id", "0");
      case H264 ->
          Map.of(
              "level-asymmetry-allowed", "1",
              "packetization-mode", "1",
              "profile-level-id", "42e01f");
      case AV1 -> Map.of("level-idx", "5", "profile", "0", "tier", "0");
    };
  }
}
