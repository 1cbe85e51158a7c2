package io.carillon.media.colibri;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.media.conference.ConferenceMedia;
import io.carillon.media.conference.Fingerprint;
import io.carillon.media.conference.IceCandidate;
import io.carillon.media.conference.MediaFormats;
import io.carillon.media.conference.MediaSource;
import io.carillon.media.conference.MediaType;
import io.carillon.media.conference.PayloadType;
import io.carillon.media.conference.Transport;
import java.util.List;

/**
 * Writes requests: a {@code conference-modify} of colibri2, as {@code Colibri2JSONSerializer} has
 * it.
 */
final class ConferenceModify {
  /** Of a self-hosted bridge, addresses of a private network are as good as any. */
  private static final List<String> CAPABILITIES =
      List.of("source-names", "private-address-connectivity");

  private static final String ICE_UDP = "urn:xmpp:jingle:transports:ice-udp:1";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ConferenceModify() {}

  /**
   * A request.
   *
   * @throws IllegalArgumentException if there are several changes and the bridge would not take
   *     them together
   */
  static ObjectNode of(String meetingId, List<? extends EndpointChange> changes) {
    if (changes.size() > 1 && changes.stream().anyMatch(ConferenceModify::standsAlone)) {
      throw new IllegalArgumentException(
          "changes: one that creates or updates must stand alone in its request");
    }
    ObjectNode request = JSON.objectNode().put("meeting-id", meetingId);
    if (!changes.isEmpty()) {
      ArrayNode endpoints = request.putArray("endpoints");
      changes.forEach(change -> endpoints.add(endpoint(change)));
    }
    return request;
  }

  private static boolean standsAlone(EndpointChange change) {
    return change instanceof EndpointChange.Create || change instanceof EndpointChange.Update;
  }

  private static ObjectNode endpoint(EndpointChange change) {
    ObjectNode endpoint = JSON.objectNode().put("id", change.endpointId());
    switch (change) {
      case EndpointChange.Create create -> {
        endpoint.put("create", true).put("stats-id", create.statsId());
        endpoint.set("medias", medias(create.media()));
        endpoint.putObject("transport").put("ice-controlling", true);
        ArrayNode capabilities = endpoint.putArray("capabilities");
        CAPABILITIES.forEach(capabilities::add);
      }
      case EndpointChange.Update update -> {
        if (update.transport() != null) {
          endpoint.putObject("transport").set("transport", transport(update.transport()));
        }
        if (update.sources() != null) {
          ArrayNode sources = endpoint.putArray("sources");
          update.sources().forEach(source -> sources.add(source(source)));
        }
      }
      case EndpointChange.ForceMute mute ->
          endpoint.putObject("force-mute").put("audio", mute.audio()).put("video", mute.video());
      case EndpointChange.Expire expire -> endpoint.put("expire", true);
    }
    return endpoint;
  }

  private static ArrayNode medias(ConferenceMedia media) {
    ArrayNode medias = JSON.arrayNode();
    for (MediaType type : MediaType.values()) {
      MediaFormats formats = media.formats(type);
      ObjectNode entry = medias.addObject().put("type", type.code());
      ArrayNode payloadTypes = entry.putArray("payload-types");
      formats.payloadTypes().forEach(format -> payloadTypes.add(payloadType(format)));
      ArrayNode extensions = entry.putArray("rtp-hdrexts");
      formats
          .extensions()
          .forEach(
              extension ->
                  extensions.addObject().put("uri", extension.uri()).put("id", extension.id()));
      entry.put("extmap-allow-mixed", true);
    }
    return medias;
  }

  private static ObjectNode payloadType(PayloadType format) {
    ObjectNode entry =
        JSON.objectNode()
            .put("id", Integer.toString(format.id()))
            .put("name", format.name())
            .put("clockrate", Integer.toString(format.clockRate()))
            .put("channels", Integer.toString(format.channels()));
    if (!format.parameters().isEmpty()) {
      ObjectNode parameters = entry.putObject("parameters");
      format.parameters().forEach(parameters::put);
    }
    if (!format.feedback().isEmpty()) {
      ArrayNode feedback = entry.putArray("rtcp-fbs");
      format
          .feedback()
          .forEach(
              kind -> {
                ObjectNode written = feedback.addObject().put("type", kind.type());
                putIfPresent(written, "subtype", kind.subtype());
              });
    }
    return entry;
  }

  private static ObjectNode transport(Transport transport) {
    ObjectNode entry =
        JSON.objectNode()
            .put("xmlns", ICE_UDP)
            .put("ufrag", transport.ufrag())
            .put("pwd", transport.pwd())
            .put("rtcp-mux", true);
    ArrayNode fingerprints = entry.putArray("fingerprints");
    for (Fingerprint fingerprint : transport.fingerprints()) {
      fingerprints
          .addObject()
          .put("hash", fingerprint.hash())
          .put("fingerprint", fingerprint.value())
          .put("setup", fingerprint.setup().code());
    }
    if (!transport.candidates().isEmpty()) {
      ArrayNode candidates = entry.putArray("candidates");
      transport.candidates().forEach(candidate -> candidates.add(candidate(candidate)));
    }
    return entry;
  }

  private static ObjectNode candidate(IceCandidate candidate) {
    ObjectNode entry =
        JSON.objectNode()
            .put("id", candidate.foundation() + '-' + candidate.port())
            .put("foundation", candidate.foundation())
            .put("component", Integer.toString(candidate.component()))
            .put("protocol", candidate.protocol())
            .put("priority", Long.toString(candidate.priority()))
            .put("ip", candidate.address())
            .put("port", Integer.toString(candidate.port()))
            .put("type", candidate.type())
            .put("generation", Integer.toString(candidate.generation()));
    if (candidate.related() != null) {
      entry
          .put("rel-addr", candidate.related().address())
          .put("rel-port", Integer.toString(candidate.related().port()));
    }
    putIfPresent(entry, "tcptype", candidate.tcpType());
    return entry;
  }

  private static ObjectNode source(MediaSource source) {
    ObjectNode entry = JSON.objectNode().put("type", source.type().code()).put("id", source.name());
    ArrayNode ssrcs = entry.putArray("sources");
    for (long ssrc : source.ssrcs()) {
      ObjectNode written = ssrcs.addObject().put("ssrc", ssrc).put("name", source.name());
      if (source.videoType() != null) {
        written.put("videoType", source.videoType().code());
      }
    }
    if (!source.groups().isEmpty()) {
      ArrayNode groups = entry.putArray("ssrc-groups");
      source
          .groups()
          .forEach(
              group -> {
                ObjectNode written = groups.addObject().put("semantics", group.semantics().name());
                ArrayNode members = written.putArray("sources");
                group.ssrcs().forEach(members::add);
              });
    }
    return entry;
  }

  private static void putIfPresent(ObjectNode entry, String name, String value) {
    if (value != null) {
      entry.put(name, value);
    }
  }
}
