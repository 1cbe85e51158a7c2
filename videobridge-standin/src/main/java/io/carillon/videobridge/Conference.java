package io.carillon.videobridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One conference and who is in it. Safe for use by several threads. */
final class Conference {
  private static final int ID_BYTES = 8;
  private static final int RECENT_SPEAKERS = 10;

  final String id = Secrets.hex(ID_BYTES);
  final long audioSsrc = Secrets.ssrc();
  final long videoSsrc = Secrets.ssrc();
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final List<String> speakers = new ArrayList<>();

  synchronized boolean isEmpty() {
    return endpoints.isEmpty();
  }

  synchronized int size() {
    return endpoints.size();
  }

  synchronized boolean has(String endpointId) {
    return endpoints.containsKey(endpointId);
  }

  synchronized void add(Endpoint endpoint) {
    endpoints.put(endpoint.id, endpoint);
    endpoint.ice.onConnected(() -> tellConnectivity(endpoint.id, true));
  }

  /** Does something to an endpoint, if it is there. */
  synchronized void with(String endpointId, Consumer<Endpoint> change) {
    Endpoint endpoint = endpoints.get(endpointId);
    if (endpoint != null) {
      change.accept(endpoint);
      tellMaxHeights();
    }
  }

  synchronized void remove(String endpointId) {
    Endpoint gone = endpoints.remove(endpointId);
    if (gone != null) {
      gone.end();
      tellMaxHeights();
    }
  }

  synchronized void end() {
    endpoints.values().forEach(Endpoint::end);
    endpoints.clear();
  }

  /** Nothing has come from it since it was made. */
  synchronized void silent(String endpointId) {
    Endpoint endpoint = endpoints.get(endpointId);
    if (endpoint != null && !endpoint.ice.isConnected()) {
      tellConnectivity(endpointId, false);
    }
  }

  synchronized void speaks(String endpointId) {
    String previous =
        speakers.stream()
            .filter(speaker -> !speaker.equals(endpointId))
            .map(speaker -> '"' + speaker + '"')
            .collect(Collectors.joining(","));
    tellAll(
        ("{\"colibriClass\":\"DominantSpeakerEndpointChangeEvent\",\"dominantSpeakerEndpoint\":\"%s\","
                + "\"previousSpeakers\":[%s],\"silence\":false}")
            .formatted(endpointId, previous));
    speakers.remove(endpointId);
    speakers.addFirst(endpointId);
    if (speakers.size() > RECENT_SPEAKERS) {
      speakers.removeLast();
    }
  }

  /** Whether that password opens that endpoint's channel. */
  synchronized boolean admits(String endpointId, String password) {
    Endpoint endpoint = endpoints.get(endpointId);
    return endpoint != null && endpoint.password.equals(password);
  }

  synchronized void opened(String endpointId, ServerWebSocket channel) {
    with(endpointId, endpoint -> endpoint.opened(channel));
  }

  synchronized void closed(String endpointId, ServerWebSocket channel) {
    with(endpointId, endpoint -> endpoint.closed(channel));
  }

  synchronized void heard(String endpointId, String text, JsonNode message) {
    with(endpointId, endpoint -> endpoint.heard(text, message));
  }

  synchronized void cutChannels() {
    endpoints.values().forEach(Endpoint::cutChannel);
  }

  synchronized List<EndpointView> view() {
    return endpoints.values().stream().map(Endpoint::view).toList();
  }

  private synchronized void tellConnectivity(String endpointId, boolean active) {
    tellAll(
        "{\"colibriClass\":\"EndpointConnectivityStatusChangeEvent\",\"endpoint\":\"%s\",\"active\":\"%b\"}"
            .formatted(endpointId, active));
  }

  private void tellAll(String message) {
    endpoints.values().forEach(endpoint -> endpoint.tell(message));
  }

  private void tellMaxHeights() {
    for (Endpoint sender : endpoints.values()) {
      for (String source : sender.pictures()) {
        int largest =
            endpoints.values().stream()
                .filter(receiver -> receiver != sender)
                .mapToInt(receiver -> receiver.wantedHeight(source))
                .max()
                .orElse(0);
        sender.tellMaxHeight(source, largest);
      }
    }
  }
}
