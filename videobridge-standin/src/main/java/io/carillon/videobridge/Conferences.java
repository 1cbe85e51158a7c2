package io.carillon.videobridge;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jitsi.utils.MediaType;
import org.jitsi.xmpp.extensions.colibri.SourcePacketExtension;
import org.jitsi.xmpp.extensions.colibri2.Capability;
import org.jitsi.xmpp.extensions.colibri2.Colibri2Endpoint;
import org.jitsi.xmpp.extensions.colibri2.ConferenceModifiedIQ;
import org.jitsi.xmpp.extensions.colibri2.ConferenceModifyIQ;
import org.jitsi.xmpp.extensions.colibri2.MediaSource;
import org.jitsi.xmpp.extensions.colibri2.Sources;
import org.jitsi.xmpp.extensions.colibri2.Transport;

/**
 * What the bridge does with colibri2, rule by rule as its {@code
 * Videobridge.handleConferenceModifyIq} and {@code Colibri2ConferenceHandler} do, and in their
 * words. Safe for use by several threads.
 */
final class Conferences {
  private final Map<String, Conference> byMeetingId = new TreeMap<>();
  private final String fingerprint = Secrets.fingerprint();
  private final IceSocket socket;
  private final ChannelAddress channels;
  private final SilenceTimer silence;

  /** Where an endpoint's channel is opened. */
  interface ChannelAddress {
    String of(Conference conference, Endpoint endpoint);
  }

  /** Says when an endpoint has been silent for too long. */
  interface SilenceTimer {
    void start(Runnable silent);
  }

  Conferences(IceSocket socket, ChannelAddress channels, SilenceTimer silence) {
    this.socket = socket;
    this.channels = channels;
    this.silence = silence;
  }

  /** Carries a request out. */
  synchronized ConferenceModifiedIQ modify(ConferenceModifyIQ request, boolean shuttingDown)
      throws Refusal {
    Conference conference = conference(request, shuttingDown);
    check(request);
    ConferenceModifiedIQ.Builder answer =
        ConferenceModifiedIQ.builder(ConferenceModifiedIQ.Builder.createResponse(request));
    boolean strict = request.getEndpoints().stream().anyMatch(Conferences::isMoreThanMuteOrExpire);
    for (Colibri2Endpoint endpoint : request.getEndpoints()) {
      answer.addEndpoint(endpoint(conference, endpoint, strict));
    }
    if (request.getCreate()
        || request.getEndpoints().stream().anyMatch(Colibri2Endpoint::getCreate)) {
      answer.setSources(feedback(conference));
    }
    if (request.getExpire() || (!request.getCreate() && conference.isEmpty())) {
      conference.end();
      byMeetingId.remove(request.getMeetingId());
    }
    return answer.build();
  }

  synchronized Optional<Conference> find(String meetingId) {
    return Optional.ofNullable(byMeetingId.get(meetingId));
  }

  synchronized Optional<Conference> findById(String id) {
    return byMeetingId.values().stream().filter(conference -> conference.id.equals(id)).findAny();
  }

  synchronized int size() {
    return byMeetingId.size();
  }

  synchronized int endpoints() {
    return byMeetingId.values().stream().mapToInt(Conference::size).sum();
  }

  /** As if the bridge had started anew. */
  synchronized void forget() {
    byMeetingId.values().forEach(Conference::end);
    byMeetingId.clear();
  }

  synchronized void cutChannels() {
    byMeetingId.values().forEach(Conference::cutChannels);
  }

  private Conference conference(ConferenceModifyIQ request, boolean shuttingDown) throws Refusal {
    String meetingId = request.getMeetingId();
    Conference there = byMeetingId.get(meetingId);
    if (!request.getCreate()) {
      if (there == null) {
        throw new Refusal("Conference not found for ID: " + meetingId);
      }
      return there;
    }
    if (there != null) {
      throw new Refusal("Conference already exists for ID: " + meetingId);
    }
    if (shuttingDown) {
      throw new Refusal("In graceful shutdown");
    }
    Conference made = new Conference();
    byMeetingId.put(meetingId, made);
    return made;
  }

  private static void check(ConferenceModifyIQ request) throws Refusal {
    if (request.getEndpoints().size() > 1
        && request.getEndpoints().stream().anyMatch(Conferences::isMoreThanMuteOrExpire)) {
      throw new Refusal(
          "Creating or updating media, sources or transport for more than one endpoint in a request.");
    }
  }

  private static boolean isMoreThanMuteOrExpire(Colibri2Endpoint endpoint) {
    return endpoint.getCreate()
        || !endpoint.getMedia().isEmpty()
        || endpoint.getTransport() != null
        || endpoint.getSources() != null;
  }

  private Colibri2Endpoint endpoint(Conference conference, Colibri2Endpoint request, boolean strict)
      throws Refusal {
    String id = request.getId();
    Colibri2Endpoint.Builder answer = Colibri2Endpoint.getBuilder();
    answer.setId(id);
    if (request.getExpire()) {
      conference.remove(id);
      answer.setExpire(true);
      return answer.build();
    }
    if (request.getCreate()) {
      answer.setTransport(made(conference, request));
    } else if (!conference.has(id)) {
      if (strict) {
        throw new Refusal("Endpoint not found for ID: " + id);
      }
      return answer.build();
    }
    conference.with(id, endpoint -> change(endpoint, request));
    return answer.build();
  }

  private Transport made(Conference conference, Colibri2Endpoint request) throws Refusal {
    String id = request.getId();
    if (conference.has(id)) {
      throw new Refusal("Endpoint with ID " + id + " already exists");
    }
    Transport wanted = request.getTransport();
    if (wanted == null) {
      throw new Refusal("Attempt to create endpoint " + id + " with no <transport>");
    }
    if (!request.hasCapability(Capability.CAP_SOURCE_NAME_SUPPORT)) {
      throw new Refusal("Source name support is mandatory.");
    }
    if (wanted.getSctp() != null) {
      throw new Refusal("SCTP support is not configured");
    }
    Endpoint endpoint = new Endpoint(id, new IceEnd(socket, wanted.getIceControlling()));
    conference.add(endpoint);
    silence.start(() -> conference.silent(id));
    return Transport.getBuilder()
        .setIceUdpExtension(
            endpoint.ice.description(fingerprint, channels.of(conference, endpoint)))
        .build();
  }

  private static void change(Endpoint endpoint, Colibri2Endpoint request) {
    Transport transport = request.getTransport();
    if (transport != null && transport.getIceUdpTransport() != null) {
      endpoint.ice.start(transport.getIceUdpTransport());
    }
    if (request.getSources() != null) {
      endpoint.sends(request.getSources());
    }
    if (request.getForceMute() != null) {
      endpoint.mute(request.getForceMute());
    }
  }

  private static Sources feedback(Conference conference) {
    return Sources.getBuilder()
        .addMediaSource(feedback(MediaType.AUDIO, "jvb-a0", conference.audioSsrc))
        .addMediaSource(feedback(MediaType.VIDEO, "jvb-v0", conference.videoSsrc))
        .build();
  }

  private static MediaSource feedback(MediaType type, String name, long ssrc) {
    SourcePacketExtension source = new SourcePacketExtension();
    source.setSSRC(ssrc);
    source.setName(name);
    return MediaSource.getBuilder().setType(type).setId(name).addSource(source).build();
  }
}
