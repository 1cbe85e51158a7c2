package io.carillon.media.conference;

import io.carillon.media.conference.SsrcGroup.Semantics;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One microphone, camera or screen: a {@code MediaSource} of colibri2.
 *
 * @param name unique in its conference, {@code 9c873b4d-v0} for instance
 * @param videoType null for sound
 * @param ssrcs all of them, repairs included, as unsigned 32-bit numbers
 */
public record MediaSource(
    String name, MediaType type, VideoType videoType, List<Long> ssrcs, List<SsrcGroup> groups) {
  private static final long MAX_SSRC = 0xFFFF_FFFFL;

  public MediaSource {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    if ((type == MediaType.VIDEO) != (videoType != null)) {
      throw new IllegalArgumentException("videoType: pictures have one, and nothing else");
    }
    ssrcs = List.copyOf(ssrcs);
    groups = List.copyOf(groups);
    if (ssrcs.isEmpty() || new HashSet<>(ssrcs).size() != ssrcs.size()) {
      throw new IllegalArgumentException("ssrcs: must be one or more, and differ");
    }
    if (!ssrcs.stream().allMatch(MediaSource::isSsrc)) {
      throw new IllegalArgumentException("ssrcs: must be 1 to 4294967295");
    }
    for (SsrcGroup group : groups) {
      if (!ssrcs.containsAll(group.ssrcs())) {
        throw new IllegalArgumentException("groups: name an SSRC that is not in ssrcs");
      }
    }
  }

  /** Sound from one stream. */
  public static MediaSource audio(String name, long ssrc) {
    return new MediaSource(name, MediaType.AUDIO, null, List.of(ssrc), List.of());
  }

  /** A picture from one stream, without repairs. */
  public static MediaSource video(String name, VideoType videoType, long ssrc) {
    return new MediaSource(name, MediaType.VIDEO, videoType, List.of(ssrc), List.of());
  }

  /**
   * The streams under which others get this source: the first one and its repair. The bridge sends
   * whichever size fits under the first SSRC of a {@code SIM} group.
   */
  public List<Long> received() {
    long first = groupOf(Semantics.SIM).map(group -> group.ssrcs().getFirst()).orElse(firstSent());
    return repaired(first).map(SsrcGroup::ssrcs).orElse(List.of(first));
  }

  static boolean isSsrc(long number) {
    return number >= 1 && number <= MAX_SSRC;
  }

  private long firstSent() {
    return groupOf(Semantics.FID).map(group -> group.ssrcs().getFirst()).orElse(ssrcs.getFirst());
  }

  private Optional<SsrcGroup> groupOf(Semantics semantics) {
    return groups.stream().filter(group -> group.semantics() == semantics).findFirst();
  }

  private Optional<SsrcGroup> repaired(long ssrc) {
    return groups.stream()
        .filter(group -> group.semantics() == Semantics.FID && group.ssrcs().getFirst() == ssrc)
        .findFirst();
  }
}
