package io.carillon.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Session descriptions and candidates that look like a browser's. */
final class Sdp {
  private static final String AUDIO =
      String.join(
          "\r\n",
          "v=0",
          "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
          "s=-",
          "t=0 0",
          "a=group:BUNDLE 0",
          "m=audio 9 UDP/TLS/RTP/SAVPF 111",
          "c=IN IP4 0.0.0.0",
          "a=rtcp-mux",
          "a=ice-ufrag:c4r1",
          "a=ice-pwd:c4r1ll0nc4r1ll0nc4r1ll0n",
          "a=fingerprint:sha-256 "
              + "6B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:"
              + "DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08",
          "a=setup:actpass",
          "a=mid:0",
          "a=sendrecv",
          "a=rtpmap:111 opus/48000/2",
          "");

  private Sdp() {}

  static ObjectNode offer() {
    return Json.object("type", "offer", "sdp", AUDIO);
  }

  static ObjectNode answer() {
    return Json.object("type", "answer", "sdp", AUDIO.replace("actpass", "active"));
  }

  /** An offer whose SDP is so many bytes long. */
  static ObjectNode offerOf(int bytes) {
    String line = "a=x-padding:";
    String padding = "p".repeat(bytes - AUDIO.length() - line.length() - 2);
    return Json.object("type", "offer", "sdp", AUDIO + line + padding + "\r\n");
  }

  /** An RTCIceCandidateInit; the number makes it one of its own. */
  static ObjectNode candidate(int number) {
    return Json.object(
        "candidate",
        "candidate:1 1 udp 2122260223 192.0.2.1 " + (40000 + number) + " typ host",
        "sdpMid",
        "0",
        "sdpMLineIndex",
        0,
        "usernameFragment",
        "c4r1");
  }
}
