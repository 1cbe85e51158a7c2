package io.carillon.videobridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bridge's public server: the channels of endpoints. */
final class PublicInterface {
  static final String SERVER_ID = "stand-in";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH = Pattern.compile("/colibri-ws/([^/]+)/([^/]+)/([^/]+)");
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final Conferences conferences;

  PublicInterface(Conferences conferences) {
    this.conferences = conferences;
  }

  /** Opens a channel to those who know its password. */
  void shake(ServerWebSocketHandshake handshake) {
    Matcher path = PATH.matcher(handshake.path());
    if (!path.matches() || !path.group(1).equals(SERVER_ID)) {
      handshake.reject(NOT_FOUND);
      return;
    }
    String endpoint = path.group(3);
    String query = Optional.ofNullable(handshake.query()).orElse("");
    conferences
        .findById(path.group(2))
        .filter(conference -> conference.admits(endpoint, query.replaceFirst("^pwd=", "")))
        .ifPresentOrElse(
            conference ->
                handshake.accept().onSuccess(socket -> serve(conference, endpoint, socket)),
            () -> handshake.reject(FORBIDDEN));
  }

  private static void serve(Conference conference, String endpoint, ServerWebSocket socket) {
    socket.closeHandler(closed -> conference.closed(endpoint, socket));
    socket.textMessageHandler(text -> heard(conference, endpoint, socket, text));
    conference.opened(endpoint, socket);
  }

  private static void heard(
      Conference conference, String endpoint, ServerWebSocket socket, String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // The real one logs it and goes on; in a test it should be seen.
      socket.close((short) 1007, "not JSON");
      return;
    }
    conference.heard(endpoint, text, message);
  }
}
