package io.carillon.bench.load;

/**
 * The text frames of a call, the same for every server. The envelope carries the addressee as
 * {@code to} as well, after all else: the bare relay routes by it, Carillon ignores a field that it
 * does not know.
 */
final class Frames {

  /** Candidates that each side sends in a call, one a message. */
  static final int CANDIDATES_PER_SIDE = 5;

  /** The one device that each user of the load has. */
  static final String DEVICE = "bench";

  private static final String OFFER = SessionDescription.escaped(SessionDescription.OFFER_BYTES);
  private static final String ANSWER = SessionDescription.escaped(SessionDescription.ANSWER_BYTES);

  private Frames() {}

  static String hello(String token) {
    return "{\"type\":\"hello\",\"id\":\"hello\",\"data\":{\"token\":\""
        + token
        + "\",\"device\":{\"id\":\""
        + DEVICE
        + "\",\"name\":\"Bench\",\"platform\":\"linux\"}}}";
  }

  static String ack(long seq) {
    return "{\"type\":\"ack\",\"seq\":" + seq + "}";
  }

  static String invite(String id, String callId, String to) {
    return request(
        RequestType.INVITE,
        id,
        callId,
        ",\"to\":[\""
            + to
            + "\"],\"media\":\"video\",\"description\":{\"type\":\"offer\",\"sdp\":\""
            + OFFER
            + "\"}",
        to);
  }

  static String accept(String id, String callId, String to) {
    return request(
        RequestType.ACCEPT,
        id,
        callId,
        ",\"description\":{\"type\":\"answer\",\"sdp\":\"" + ANSWER + "\"}",
        to);
  }

  /**
   * One candidate.
   *
   * @param toDevice whether the addressee's device is known; before the answer it is not
   */
  static String candidate(String id, String callId, String to, boolean toDevice, int number) {
    return request(
        RequestType.CANDIDATES,
        id,
        callId,
        ",\"to\":{\"userId\":\""
            + to
            + (toDevice ? "\",\"deviceId\":\"" + DEVICE : "")
            + "\"},\"candidates\":[{\"candidate\":\"candidate:842163049 1 udp 1677729535"
            + " 203.0.113.7 "
            + (40_000 + number % 10_000)
            + " typ srflx raddr 10.0.0.17 rport 46154 generation 0 ufrag EEtu network-id 3"
            + " network-cost 10\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0,"
            + "\"usernameFragment\":\"EEtu\"}],\"epoch\":0",
        to);
  }

  static String hangup(String id, String callId, String to) {
    return request(RequestType.HANGUP, id, callId, ",\"reason\":\"hangup\"", to);
  }

  private static String request(
      RequestType type, String id, String callId, String fields, String to) {
    return "{\"type\":\""
        + type.wireName()
        + "\",\"id\":\""
        + id
        + "\",\"data\":{\"callId\":\""
        + callId
        + "\""
        + fields
        + "},\"to\":\""
        + to
        + "\"}";
  }
}
