package io.carillon.conformance;

import java.net.URI;

/** Where the clients of a test come in. */
interface Entrance {
  /** The address of the WebSocket. */
  URI webSocketUri();

  /** The key of HS256 tokens. */
  byte[] secret();

  /** Has the client leave after the test. */
  TestClient track(TestClient client);
}
