package io.carillon.media.colibri;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.media.conference.BridgeEnd;
import io.carillon.media.conference.DtlsSetup;
import io.carillon.media.conference.Fingerprint;
import io.carillon.media.conference.IceCandidate;
import io.carillon.media.conference.MediaSource;
import io.carillon.media.conference.MediaType;
import io.carillon.media.conference.Transport;
import io.carillon.media.conference.VideoType;
import io.carillon.protocol.Json;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads answers: a {@code conference-modified} of colibri2, as {@code Colibri2JSONSerializer} has
 * it. What is not as it should be throws, since a bridge that answers so can't be worked with.
 */
final class ConferenceModified {
  private ConferenceModified() {}

  /** The endpoint that a request made. */
  static AllocatedEndpoint endpoint(Buffer body, EndpointChange.Create request) {
    JsonNode answer = Json.decode(body.toString(), JsonNode.class);
    JsonNode endpoint =
        only(
            answer.path("endpoints"),
            candidate -> candidate.path("id").asText().equals(request.endpointId()));
    JsonNode transport = endpoint.required("transport").required("transport");
    BridgeEnd bridge =
        new BridgeEnd(
            transport(transport),
            MediaSource.audio("jvb-a0", feedback(answer, MediaType.AUDIO)),
            MediaSource.video("jvb-v0", VideoType.CAMERA, feedback(answer, MediaType.VIDEO)));
    return new AllocatedEndpoint(
        request.endpointId(),
        bridge,
        each(transport.path("web-sockets"), url -> URI.create(url.textValue())));
  }

  private static long feedback(JsonNode answer, MediaType type) {
    JsonNode source =
        only(
            answer.path("sources"),
            candidate -> candidate.path("type").asText().equals(type.code()));
    return source.required("sources").required(0).required("ssrc").longValue();
  }

  private static Transport transport(JsonNode transport) {
    return new Transport(
        text(transport, "ufrag"),
        text(transport, "pwd"),
        each(transport.path("fingerprints"), ConferenceModified::fingerprint),
        each(transport.path("candidates"), ConferenceModified::candidate));
  }

  private static Fingerprint fingerprint(JsonNode fingerprint) {
    return new Fingerprint(
        text(fingerprint, "hash"),
        text(fingerprint, "fingerprint"),
        DtlsSetup.of(text(fingerprint, "setup")).orElseThrow());
  }

  private static IceCandidate candidate(JsonNode candidate) {
    IceCandidate.Related related =
        candidate.hasNonNull("rel-addr")
            ? new IceCandidate.Related(text(candidate, "rel-addr"), number(candidate, "rel-port"))
            : null;
    return new IceCandidate(
        text(candidate, "foundation"),
        number(candidate, "component"),
        text(candidate, "protocol"),
        Long.parseLong(text(candidate, "priority")),
        text(candidate, "ip"),
        number(candidate, "port"),
        text(candidate, "type"),
        related,
        candidate.path("tcptype").textValue(),
        number(candidate, "generation"));
  }

  /** Numbers of a candidate stand there as texts. */
  private static int number(JsonNode object, String name) {
    return Integer.parseInt(text(object, name));
  }

  private static String text(JsonNode object, String name) {
    return object.required(name).asText();
  }

  private static JsonNode only(JsonNode array, Predicate<JsonNode> which) {
    return array
        .valueStream()
        .filter(which)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("something is missing in it"));
  }

  private static <T> List<T> each(JsonNode array, Function<JsonNode, T> reading) {
    List<T> all = new ArrayList<>();
    array.forEach(entry -> all.add(reading.apply(entry)));
    return all;
  }
}
