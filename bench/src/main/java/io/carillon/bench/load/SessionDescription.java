package io.carillon.bench.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Session descriptions of an exact size, in the lines that a browser writes. */
final class SessionDescription {

  /** Bytes of an offer's SDP before JSON escapes it: 2.5 KB. */
  static final int OFFER_BYTES = 2_560;

  /** Bytes of an answer's SDP before JSON escapes it: 2.0 KB. */
  static final int ANSWER_BYTES = 2_048;

  private static final String SESSION =
      """
      v=0
      o=- 4611731400430051336 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0 1
      a=extmap-allow-mixed
      a=msid-semantic: WMS 7a9c1f2e-5b0d-4a3c-9e11-0c2d4b6f8a10
      m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
      c=IN IP4 0.0.0.0
      a=rtcp:9 IN IP4 0.0.0.0
      a=ice-ufrag:EEtu
      a=ice-pwd:pXRSIg0DgJ6TVsGrcFBQ0Cbx
      a=ice-options:trickle
      a=fingerprint:sha-256 5B:C8:40:9A:0E:77:31:FD:12:68:A4:BE:93:0C:55:E1:72:2F:D6:18:4D:AA:39:C0:F1:86:2B:64:9D:07:EC:53
      a=setup:actpass
      a=mid:0
      a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
      a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
      a=sendrecv
      a=rtcp-mux
      a=rtpmap:111 opus/48000/2
      a=rtcp-fb:111 transport-cc
      a=fmtp:111 minptime=10;useinbandfec=1
      m=video 9 UDP/TLS/RTP/SAVPF 100 101
      c=IN IP4 0.0.0.0
      a=mid:1
      a=sendrecv
      a=rtcp-mux
      a=rtpmap:100 VP8/90000
      a=rtcp-fb:100 nack pli
      a=rtpmap:101 rtx/90000
      a=fmtp:101 apt=100
      """
          .replace("\n", "\r\n");

  private SessionDescription() {}

  /** An SDP of exactly {@code bytes} bytes, escaped to stand in a JSON string. */
  static String escaped(int bytes) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(ofSize(bytes)));
  }

  static String ofSize(int bytes) {
    StringBuilder sdp = new StringBuilder(SESSION);
    for (int payloadType = 35; sdp.length() < bytes; payloadType++) {
      sdp.append("a=rtpmap:").append(payloadType).append(" VP9/90000\r\na=rtcp-fb:");
      sdp.append(payloadType).append(" goog-remb\r\n");
    }
    sdp.setLength(bytes - 2);
    // A cut through a line end would leave a stray carriage return.
    return sdp.toString().stripTrailing().concat("0".repeat(bytes)).substring(0, bytes - 2)
        + "\r\n";
  }
}
