package io.carillon.bench.load;

/**
 * How a server speaks back. Requests are the same for both, byte for byte; Carillon answers and
 * turns them into events, the bare relay hands them on as they are.
 */
public enum Dialect {
  /** The wire protocol, version 1: welcome, hello, replies, numbered events, acks. */
  CARILLON,
  /** The yardstick: what one sends, the other gets. */
  RELAY;

  Signal signalOf(String type) {
    return this == CARILLON ? carillonSignal(type) : relaySignal(type);
  }

  boolean replies() {
    return this == CARILLON;
  }

  /** How many sockets are told of a call's end: both by Carillon, the addressee by the relay. */
  int endings() {
    return this == CARILLON ? 2 : 1;
  }

  private static Signal carillonSignal(String type) {
    return switch (type) {
      case "call.invited" -> Signal.OFFER;
      case "call.accepted" -> Signal.ANSWER;
      case "media.candidates" -> Signal.CANDIDATES;
      case "call.ended" -> Signal.ENDED;
      case "call.rejected", "call.noAnswer" -> Signal.REFUSED;
      default -> Signal.OTHER;
    };
  }

  private static Signal relaySignal(String type) {
    return switch (type) {
      case "call.invite" -> Signal.OFFER;
      case "call.accept" -> Signal.ANSWER;
      case "media.candidates" -> Signal.CANDIDATES;
      case "call.hangup" -> Signal.ENDED;
      default -> Signal.OTHER;
    };
  }
}
