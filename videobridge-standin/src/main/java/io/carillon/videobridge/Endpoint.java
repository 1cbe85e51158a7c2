package io.carillon.videobridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jitsi.utils.MediaType;
import org.jitsi.xmpp.extensions.colibri2.ForceMute;
import org.jitsi.xmpp.extensions.colibri2.MediaSource;
import org.jitsi.xmpp.extensions.colibri2.Sources;

/** One endpoint. Guarded by its conference. */
final class Endpoint {
  private static final int PASSWORD_BYTES = 12;
  private static final int GOING_AWAY = 1001;

  final String id;
  final String password = Secrets.hex(PASSWORD_BYTES);
  final IceEnd ice;
  private final List<String> received = new ArrayList<>();
  private final Map<String, Integer> toldMaxHeights = new HashMap<>();
  private List<MediaSource> sources = List.of();
  private ForceMute mute = new ForceMute(false, false);
  private JsonNode wanted;
  private ServerWebSocket channel;

  Endpoint(String id, IceEnd ice) {
    this.id = id;
    this.ice = ice;
  }

  void sends(Sources all) {
    sources = List.copyOf(all.getMediaSources());
  }

  void mute(ForceMute muted) {
    mute = muted;
  }

  List<String> pictures() {
    return sources.stream()
        .filter(source -> source.getType() == MediaType.VIDEO)
        .map(MediaSource::getId)
        .toList();
  }

  /** A second channel takes the place of the first. */
  void opened(ServerWebSocket socket) {
    if (channel != null) {
      channel.close((short) 1000, "replaced");
    }
    channel = socket;
    tell("{\"colibriClass\":\"ServerHello\"}");
  }

  void closed(ServerWebSocket socket) {
    if (socket.equals(channel)) {
      channel = null;
    }
  }

  void heard(String text, JsonNode message) {
    received.add(text);
    if (message.path("colibriClass").asText().equals("ReceiverVideoConstraints")) {
      wanted = message;
    }
  }

  void tell(String message) {
    if (channel != null && !channel.isClosed()) {
      channel.writeTextMessage(message);
    }
  }

  /** Tells how large a picture of its own has to be, if that is news. */
  void tellMaxHeight(String source, int maxHeight) {
    Integer before = toldMaxHeights.put(source, maxHeight);
    if (before == null || before != maxHeight) {
      tell(
          "{\"colibriClass\":\"SenderSourceConstraints\", \"sourceName\":\"%s\", \"maxHeight\":%d}"
              .formatted(source, maxHeight));
    }
  }

  /** How large this one wants a picture of another. */
  int wantedHeight(String source) {
    if (wanted == null || wanted.path("lastN").asInt(-1) == 0) {
      return 0;
    }
    JsonNode own = wanted.path("constraints").path(source);
    JsonNode constraint = own.isMissingNode() ? wanted.path("defaultConstraints") : own;
    return constraint.path("maxHeight").asInt();
  }

  /** Cuts the channel, as a network does. */
  void cutChannel() {
    if (channel != null) {
      channel.close((short) 1011);
    }
  }

  void end() {
    ice.free();
    if (channel != null) {
      channel.close((short) GOING_AWAY, "endpoint closed");
    }
  }

  EndpointView view() {
    return new EndpointView(
        id,
        sources.stream().map(MediaSource::getId).toList(),
        mute.getAudio(),
        mute.getVideo(),
        ice.isConnected(),
        channel != null,
        received);
  }
}
