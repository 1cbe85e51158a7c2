package io.carillon.media.colibri;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.Json;
import java.util.List;
import java.util.Optional;

/** Messages of a channel and their JSON: the bridge's {@code BridgeChannelMessage}. */
final class ChannelMessage {
  private static final String TYPE = "colibriClass";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ChannelMessage() {}

  /**
   * Reads what a bridge sent.
   *
   * @return nothing if it is of no interest here
   * @throws RuntimeException if it is not as it should be
   */
  static Optional<ChannelEvent> read(String text) {
    JsonNode message = Json.decode(text, JsonNode.class);
    return Optional.ofNullable(
        switch (message.path(TYPE).asText()) {
          case "ServerHello" -> new ChannelEvent.Open();
          case "DominantSpeakerEndpointChangeEvent" ->
              new ChannelEvent.DominantSpeaker(
                  message.path("dominantSpeakerEndpoint").textValue(),
                  texts(message.path("previousSpeakers")),
                  message.path("silence").asBoolean());
          case "EndpointConnectivityStatusChangeEvent" ->
              // The bridge writes this truth value as a text.
              new ChannelEvent.Connectivity(
                  message.path("endpoint").textValue(), message.required("active").asBoolean());
          case "SenderSourceConstraints" ->
              new ChannelEvent.SenderConstraints(
                  message.path("sourceName").textValue(), message.required("maxHeight").intValue());
          case "ForwardedSources" ->
              new ChannelEvent.ForwardedSources(texts(message.path("forwardedSources")));
          case "ConnectionStats" ->
              new ChannelEvent.Downlink(message.path("estimatedDownlinkBandwidth").longValue());
          default -> null;
        });
  }

  static String receive(ReceiverConstraints wanted) {
    ObjectNode message = JSON.objectNode().put(TYPE, "ReceiverVideoConstraints");
    message.put("lastN", wanted.lastN());
    putTexts(message, "onStageSources", wanted.onStage());
    putTexts(message, "selectedSources", wanted.selected());
    message.putObject("defaultConstraints").put("maxHeight", wanted.defaultMaxHeight());
    ObjectNode constraints = message.putObject("constraints");
    wanted
        .maxHeights()
        .forEach((source, height) -> constraints.putObject(source).put("maxHeight", height));
    return message.toString();
  }

  static String videoType(String sourceName, String videoType) {
    return JSON.objectNode()
        .put(TYPE, "SourceVideoTypeMessage")
        .put("sourceName", sourceName)
        .put("videoType", videoType)
        .toString();
  }

  private static void putTexts(ObjectNode message, String name, List<String> values) {
    ArrayNode array = message.putArray(name);
    values.forEach(array::add);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
