package io.carillon.media.conference;

import io.carillon.media.conference.LineUse.Own;
import io.carillon.media.conference.LineUse.Remote;
import io.carillon.media.sdp.Attributes;
import io.carillon.media.sdp.MediaSection;
import io.carillon.media.sdp.SdpAttribute;
import io.carillon.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes offers. The form of their lines is what Jitsi's bridge and browsers are known to take. */
final class OfferWriter {
  private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

  /** Discard: candidates say where the bridge is. */
  private static final int PORT = 9;

  private static final String BRIDGE_CNAME = "mixed";

  private final ConferenceMedia media;
  private final BridgeEnd bridge;

  OfferWriter(ConferenceMedia media, BridgeEnd bridge) {
    this.media = media;
    this.bridge = bridge;
  }

  SessionDescription write(long sessionId, long version, List<Line> lines) {
    String bundled =
        lines.stream().filter(Line::open).map(Line::midText).collect(Collectors.joining(" "));
    Attributes attributes =
        new Attributes(
            List.of(
                new SdpAttribute("group", "BUNDLE " + bundled),
                new SdpAttribute("msid-semantic", "WMS *")));
    return new SessionDescription(
        sessionId, version, attributes, lines.stream().map(this::section).toList());
  }

  private MediaSection section(Line line) {
    MediaFormats formats = media.formats(line.type());
    List<SdpAttribute> attributes = new ArrayList<>();
    if (line.open()) {
      transport(attributes, line);
      attributes.add(new SdpAttribute("mid", line.midText()));
      formats
          .extensions()
          .forEach(it -> attributes.add(new SdpAttribute("extmap", it.id() + " " + it.uri())));
      attributes.add(SdpAttribute.property("extmap-allow-mixed"));
      attributes.add(SdpAttribute.property(line.use().offered().attribute()));
      attributes.add(SdpAttribute.property("rtcp-mux"));
    } else {
      attributes.add(new SdpAttribute("mid", line.midText()));
      attributes.add(SdpAttribute.property("inactive"));
    }
    formats.payloadTypes().forEach(type -> payloadType(attributes, type));
    if (line.open()) {
      sender(attributes, line.use());
    }
    return new MediaSection(
        line.type().code(),
        line.open() ? PORT : 0,
        PROTOCOL,
        formats.ids(),
        new Attributes(attributes));
  }

  /**
   * One transport for all; its candidates count in the first line alone (RFC 9143, section 7.3).
   */
  private void transport(List<SdpAttribute> attributes, Line line) {
    Transport transport = bridge.transport();
    attributes.add(new SdpAttribute("rtcp", "9 IN IP4 0.0.0.0"));
    if (line.use() == Own.AUDIO) {
      transport
          .candidates()
          .forEach(it -> attributes.add(new SdpAttribute("candidate", it.attributeValue())));
    }
    attributes.add(new SdpAttribute("ice-ufrag", transport.ufrag()));
    attributes.add(new SdpAttribute("ice-pwd", transport.pwd()));
    transport
        .fingerprints()
        .forEach(
            it -> attributes.add(new SdpAttribute("fingerprint", it.hash() + ' ' + it.value())));
    attributes.add(new SdpAttribute("setup", transport.fingerprints().getFirst().setup().code()));
  }

  private static void payloadType(List<SdpAttribute> attributes, PayloadType type) {
    String channels = type.channels() == 1 ? "" : "/" + type.channels();
    attributes.add(
        new SdpAttribute(
            "rtpmap", "%d %s/%d%s".formatted(type.id(), type.name(), type.clockRate(), channels)));
    type.feedback()
        .forEach(it -> attributes.add(new SdpAttribute("rtcp-fb", type.id() + " " + it)));
    if (!type.parameters().isEmpty()) {
      attributes.add(
          new SdpAttribute(
              "fmtp",
              type.parameters().entrySet().stream()
                  .map(OfferWriter::parameter)
                  .collect(Collectors.joining(";", type.id() + " ", ""))));
    }
  }

  private static String parameter(Map.Entry<String, String> parameter) {
    return parameter.getKey() + '=' + parameter.getValue();
  }

  private void sender(List<SdpAttribute> attributes, LineUse use) {
    switch (use) {
      case Own.AUDIO ->
          streams(attributes, bridge.audioFeedback(), BRIDGE_CNAME, BridgeEnd.STREAM_ID);
      case Own.CAMERA ->
          streams(attributes, bridge.videoFeedback(), BRIDGE_CNAME, BridgeEnd.STREAM_ID);
      case Own.SCREEN -> {
        // The bridge sends nothing here.
      }
      case Remote(RemoteSource remote) ->
          streams(attributes, remote.source(), remote.endpointId(), remote.streamId());
    }
  }

  private static void streams(
      List<SdpAttribute> attributes, MediaSource source, String cname, String streamId) {
    List<Long> ssrcs = source.received();
    attributes.add(new SdpAttribute("msid", streamId + ' ' + source.name()));
    if (ssrcs.size() > 1) {
      attributes.add(
          new SdpAttribute(
              "ssrc-group",
              ssrcs.stream().map(String::valueOf).collect(Collectors.joining(" ", "FID ", ""))));
    }
    ssrcs.forEach(ssrc -> attributes.add(new SdpAttribute("ssrc", ssrc + " cname:" + cname)));
  }
}
