package io.carillon.presence.edge;

import io.carillon.protocol.RawJson;

/** What a client sends: a request, or the acknowledgement of events. */
sealed interface Envelope {

  /**
   * A request whose data nobody has looked into.
   *
   * @param callId {@code data.callId} if it is a text, else null
   */
  record Request(String type, String id, RawJson data, String callId) implements Envelope {}

  /** A request that can't be understood but can be answered. */
  record Flawed(String id, String problem) implements Envelope {}

  /** Every event up to this one has been seen. */
  record Ack(long seq) implements Envelope {}

  /** No JSON object, or one that can't be answered. */
  record Malformed() implements Envelope {
    static final Malformed INSTANCE = new Malformed();
  }
}
