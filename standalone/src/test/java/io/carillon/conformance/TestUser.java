package io.carillon.conformance;

import java.util.Map;
import org.jose4j.jwt.JwtClaims;

/** A user of the app {@code default}, unless the token of a test says otherwise. */
record TestUser(Entrance server, String id) {

  /** The same user, who comes in somewhere else. */
  TestUser at(Entrance other) {
    return new TestUser(other, id);
  }

  /** A token that is good for an hour. */
  String token() {
    return token(Tokens.claims(id));
  }

  /** These claims, signed with the server's secret. */
  String token(JwtClaims claims) {
    return Tokens.hs256(claims, server.secret());
  }

  /** A socket that has said nothing yet. */
  TestClient open(String device) {
    return open(device, Map.of());
  }

  /** A socket that has said nothing yet, opened with these headers and sub-protocols. */
  TestClient open(String device, Map<String, String> headers, String... subProtocols) {
    return server.track(new TestClient(this, device, headers, subProtocols));
  }

  /** A device that has said hello. */
  TestClient connect(String device) {
    TestClient client = open(device);
    client.hello().ok();
    return client;
  }

  /** A device that has said hello with this token. */
  TestClient connect(String device, String token) {
    TestClient client = open(device);
    client.helloWith(token).ok();
    return client;
  }
}
