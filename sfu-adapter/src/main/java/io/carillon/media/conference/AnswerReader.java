package io.carillon.media.conference;

import io.carillon.media.conference.AnswerRefusedException.Reason;
import io.carillon.media.conference.LineUse.Own;
import io.carillon.media.conference.LineUse.Remote;
import io.carillon.media.sdp.Direction;
import io.carillon.media.sdp.MediaSection;
import io.carillon.media.sdp.SdpSyntaxException;
import io.carillon.media.sdp.SessionDescription;
import io.carillon.protocol.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one answer, line by line beside the offer's. */
final class AnswerReader {
  private static final String BUNDLE = "BUNDLE ";

  private final ConferenceMedia media;
  private final List<Line> lines;
  private final String endpointId;
  private final Set<Long> ssrcs;
  private final List<MediaSource> sources = new ArrayList<>();
  private final Set<String> receiving = new HashSet<>();
  private final Map<String, Direction> directions = new HashMap<>();

  AnswerReader(
      ConferenceMedia media,
      List<Line> lines,
      String endpointId,
      Set<Long> taken,
      BridgeEnd bridge) {
    this.media = media;
    this.lines = lines;
    this.endpointId = endpointId;
    ssrcs = new HashSet<>(taken);
    ssrcs.addAll(bridge.audioFeedback().ssrcs());
    ssrcs.addAll(bridge.videoFeedback().ssrcs());
  }

  Answer read(String sdp) {
    SessionDescription answer = parse(sdp);
    List<MediaSection> sections = answer.sections();
    if (sections.size() != lines.size()) {
      throw new AnswerRefusedException(Reason.OTHER_LINES);
    }
    for (int i = 0; i < sections.size(); i++) {
      line(i, lines.get(i), sections.get(i));
    }
    if (sections.getFirst().isRejected()) {
      throw new AnswerRefusedException(Reason.FIRST_LINE_REJECTED, 0);
    }
    if (!bundled(answer).equals(directions.keySet())) {
      throw new AnswerRefusedException(Reason.NOT_BUNDLED);
    }
    return new Answer(AnsweredTransport.read(answer), sources, receiving, directions);
  }

  private static SessionDescription parse(String sdp) {
    if (sdp.length() > Limits.MAX_SDP_BYTES
        || sdp.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_SDP_BYTES) {
      throw new AnswerRefusedException(Reason.TOO_LONG);
    }
    try {
      return SessionDescription.parse(sdp);
    } catch (SdpSyntaxException e) {
      throw new AnswerRefusedException(Reason.MALFORMED, "the answer: " + e.getMessage());
    }
  }

  private static Set<String> bundled(SessionDescription answer) {
    return answer
        .attributes()
        .values("group")
        .filter(group -> group.startsWith(BUNDLE))
        .findFirst()
        .map(group -> group.substring(BUNDLE.length()).split(" ", -1))
        .map(mids -> Stream.of(mids).collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  private void line(int index, Line line, MediaSection section) {
    if (!section.media().equals(line.type().code())
        || section.mid().map(mid -> !mid.equals(line.midText())).orElse(!section.isRejected())
        || (!line.open() && !section.isRejected())) {
      throw new AnswerRefusedException(Reason.OTHER_LINES, index);
    }
    if (section.isRejected()) {
      return;
    }
    Direction direction = section.direction();
    if (!direction.answers(line.use().offered())) {
      throw new AnswerRefusedException(Reason.WRONG_DIRECTION, index);
    }
    if (!media.formats(line.type()).allow(section.formats())) {
      throw new AnswerRefusedException(Reason.WRONG_FORMATS, index);
    }
    directions.put(line.midText(), direction);
    switch (line.use()) {
      case Own own when direction.sends() -> source(index, own, section);
      case Remote remote when direction.receives() -> receiving.add(remote.name());
      default -> {
        // Nothing flows there.
      }
    }
  }

  private void source(int index, Own own, MediaSection section) {
    MediaSource source =
        new AnsweredSource(own, index, section, media.layers()).read(own.sourceName(endpointId));
    if (!source.ssrcs().stream().allMatch(ssrcs::add)) {
      throw new AnswerRefusedException(Reason.SSRC_TAKEN, index);
    }
    sources.add(source);
  }
}
