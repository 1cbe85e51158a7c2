package io.carillon.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** Entering rooms by their names. */
final class Rooms {
  private Rooms() {}

  /** The name of a room that no other test has. */
  static String newRoom(ServerUnderTest server) {
    return server.user("room").id();
  }

  /** Enters that room, opening it if nobody is in it. */
  static Reply tryEnter(TestClient client, String room) {
    return client.request("call.join", "room", room, "media", "audio", "create", true);
  }

  /** Enters that room, opening it if nobody is in it, and gives the view. */
  static JsonNode enter(TestClient client, String room) {
    return tryEnter(client, room).ok();
  }

  /** Enters that room only if somebody is in it. */
  static Reply tryEnterOpen(TestClient client, String room) {
    return client.request("call.join", "room", room, "media", "audio");
  }
}
