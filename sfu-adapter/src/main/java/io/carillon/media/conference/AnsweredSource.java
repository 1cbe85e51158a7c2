package io.carillon.media.conference;

import io.carillon.media.conference.AnswerRefusedException.Reason;
import io.carillon.media.conference.LineUse.Own;
import io.carillon.media.conference.SsrcGroup.Semantics;
import io.carillon.media.sdp.MediaSection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the source that a client sends in one section (RFC 5576). */
final class AnsweredSource {
  /** Four sizes of a picture and their repairs. */
  private static final int MAX_SSRCS = 8;

  private static final Pattern SPACE = Pattern.compile(" ");

  private final Own own;
  private final int index;
  private final MediaSection section;
  private final VideoLayers layers;

  AnsweredSource(Own own, int index, MediaSection section, VideoLayers layers) {
    this.own = own;
    this.index = index;
    this.section = section;
    this.layers = layers;
  }

  MediaSource read(String name) {
    List<Long> ssrcs =
        section
            .attributes()
            .values("ssrc")
            .map(value -> SPACE.split(value, 2)[0])
            .distinct()
            .limit(MAX_SSRCS + 1)
            .map(this::ssrc)
            .distinct()
            .toList();
    if (ssrcs.isEmpty()) {
      throw refused(Reason.NO_SSRC);
    }
    List<SsrcGroup> groups =
        section
            .attributes()
            .values("ssrc-group")
            .distinct()
            .flatMap(value -> group(value).stream())
            .toList();
    if (ssrcs.size() > MAX_SSRCS || !fit(ssrcs, groups)) {
      throw refused(Reason.WRONG_SSRC);
    }
    checkLayers(ssrcs, groups);
    return new MediaSource(name, own.type(), own.videoType(), ssrcs, groups);
  }

  /** Groups are made of the streams that are there, and no repair is for two of them. */
  private static boolean fit(List<Long> ssrcs, List<SsrcGroup> groups) {
    Set<Long> paired = new HashSet<>();
    return groups.stream().allMatch(group -> ssrcs.containsAll(group.ssrcs()))
        && groups.stream()
            .filter(group -> group.semantics() == Semantics.FID)
            .flatMap(group -> group.ssrcs().stream())
            .allMatch(paired::add);
  }

  /** One stream and its repair, or the sizes of one picture and theirs. */
  private void checkLayers(List<Long> ssrcs, List<SsrcGroup> groups) {
    Set<Long> streams = new HashSet<>(ssrcs);
    groups.stream()
        .filter(group -> group.semantics() == Semantics.FID)
        .forEach(group -> streams.remove(group.ssrcs().getLast()));
    List<SsrcGroup> sizes =
        groups.stream().filter(group -> group.semantics() == Semantics.SIM).toList();
    if (!sizes.isEmpty() && (own.type() == MediaType.AUDIO || layers != VideoLayers.SIM_GROUP)) {
      throw refused(Reason.SIMULCAST_OFF);
    }
    boolean isOne =
        sizes.isEmpty()
            ? streams.size() == 1
            : sizes.size() == 1 && streams.equals(new HashSet<>(sizes.getFirst().ssrcs()));
    if (!isOne) {
      throw refused(Reason.SEVERAL_STREAMS);
    }
  }

  /** A group, unless its semantics are of no interest to the bridge. */
  private Optional<SsrcGroup> group(String value) {
    String[] fields = SPACE.split(value, -1);
    List<Semantics> known =
        Arrays.stream(Semantics.values()).filter(it -> it.name().equals(fields[0])).toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    List<Long> members = Arrays.stream(fields).skip(1).map(this::ssrc).distinct().toList();
    int most = known.getFirst() == Semantics.FID ? 2 : MAX_SSRCS;
    if (members.size() != fields.length - 1 || members.size() < 2 || members.size() > most) {
      throw refused(Reason.WRONG_SSRC);
    }
    return Optional.of(new SsrcGroup(known.getFirst(), members));
  }

  private long ssrc(String text) {
    try {
      long ssrc = Long.parseLong(text);
      if (MediaSource.isSsrc(ssrc)) {
        return ssrc;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number that is too big.
    }
    throw refused(Reason.WRONG_SSRC);
  }

  private AnswerRefusedException refused(Reason reason) {
    return new AnswerRefusedException(reason, index);
  }
}
