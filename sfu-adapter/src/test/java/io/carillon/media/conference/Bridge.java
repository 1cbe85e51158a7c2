package io.carillon.media.conference;

import io.carillon.protocol.view.MediaFlags;
import java.util.List;

/** What a bridge and participants say, for tests. */
final class Bridge {
  static final String ENDPOINT = "9c873b4d";
  static final MediaFlags CAMERA = new MediaFlags(true, true, false, false);
  static final MediaFlags SCREEN = new MediaFlags(true, true, true, false);
  static final MediaFlags SOUND = new MediaFlags(true, false, false, false);
  static final ConferenceMedia VP8 =
      new ConferenceMedia(List.of(VideoCodec.VP8), VideoLayers.ONE_STREAM);

  /** As in the recorded offer. */
  static final BridgeEnd END = end("fr0m91k7stomi3");

  private Bridge() {}

  static BridgeEnd end(String ufrag) {
    return new BridgeEnd(
        new Transport(
            ufrag,
            "7daep84lrdptfbgk5kuf3ntr1n",
            List.of(
                new Fingerprint(
                    "sha-256",
                    "91:53:E3:96:0D:D1:B6:37:E3:FF:27:A7:AC:27:2D:CF:"
                        + "3E:88:8A:E4:1A:FA:4B:41:E1:B2:70:5D:3F:5F:F6:74",
                    DtlsSetup.ACTPASS)),
            List.of(
                new IceCandidate(
                    "1", 1, "udp", 2_130_706_431, "192.0.2.2", 20_000, "host", null, null, 0))),
        MediaSource.audio("jvb-a0", 624_786_028),
        MediaSource.video("jvb-v0", VideoType.CAMERA, 72_489_385));
  }

  static Wanted wanted(MediaFlags own, RemoteSource... remote) {
    return new Wanted(END, own, List.of(remote));
  }

  /** The microphone of that user; its SSRC, and those of the others, follow from the number. */
  static RemoteSource microphone(String user, int number) {
    String endpoint = endpoint(number);
    return remote(user, endpoint, MediaSource.audio(endpoint + "-a0", number * 10L + 1));
  }

  static RemoteSource camera(String user, int number) {
    return picture(user, number, "-v0", VideoType.CAMERA, number * 10L + 2);
  }

  static RemoteSource screen(String user, int number) {
    return picture(user, number, "-v1", VideoType.DESKTOP, number * 10L + 4);
  }

  private static RemoteSource picture(
      String user, int number, String suffix, VideoType type, long ssrc) {
    List<Long> ssrcs = List.of(ssrc, ssrc + 1);
    String endpoint = endpoint(number);
    return remote(
        user,
        endpoint,
        new MediaSource(
            endpoint + suffix,
            MediaType.VIDEO,
            type,
            ssrcs,
            List.of(new SsrcGroup(SsrcGroup.Semantics.FID, ssrcs))));
  }

  private static RemoteSource remote(String user, String endpoint, MediaSource source) {
    return new RemoteSource(user, "pixel", endpoint, source);
  }

  private static String endpoint(int number) {
    return "%08x".formatted(number);
  }
}
