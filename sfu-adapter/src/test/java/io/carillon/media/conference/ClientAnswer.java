package io.carillon.media.conference;

import io.carillon.media.sdp.Attributes;
import io.carillon.media.sdp.Direction;
import io.carillon.media.sdp.MediaSection;
import io.carillon.media.sdp.SdpAttribute;
import io.carillon.media.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A JSEP client of few words: it sends all that it may, and takes all but what it rejects. */
public final class ClientAnswer {
  private static final long FIRST_SSRC = 4_000_000_000L;

  private long firstSsrc = FIRST_SSRC;

  private final SessionDescription offer;
  private final Set<String> rejected = new HashSet<>();

  /** To that offer. */
  public ClientAnswer(String offer) {
    this.offer = SessionDescription.parse(offer);
  }

  /** Those mids get port 0. */
  ClientAnswer rejecting(Set<String> mids) {
    rejected.addAll(mids);
    return this;
  }

  /** It sends with that SSRC in the first section, and with those after it in the others. */
  public ClientAnswer sendingFrom(long ssrc) {
    firstSsrc = ssrc;
    return this;
  }

  /** The answer. */
  public String text() {
    List<MediaSection> sections = offer.sections().stream().map(this::section).toList();
    String bundled =
        sections.stream()
            .filter(section -> !section.isRejected())
            .map(section -> section.mid().orElseThrow())
            .collect(Collectors.joining(" "));
    return new SessionDescription(
            99,
            offer.version(),
            new Attributes(List.of(new SdpAttribute("group", "BUNDLE " + bundled))),
            sections)
        .text();
  }

  private MediaSection section(MediaSection offered) {
    String mid = offered.mid().orElseThrow();
    List<SdpAttribute> attributes = new ArrayList<>();
    attributes.add(new SdpAttribute("mid", mid));
    boolean rejects = offered.isRejected() || rejected.contains(mid);
    if (!rejects) {
      attributes.add(new SdpAttribute("ice-ufrag", "q+F5"));
      attributes.add(new SdpAttribute("ice-pwd", "hziry5VbrTy3Af1GB8afyv2I"));
      attributes.add(new SdpAttribute("fingerprint", "sha-256 " + "AB:".repeat(31) + "CD"));
      attributes.add(new SdpAttribute("setup", "active"));
      attributes.add(SdpAttribute.property("rtcp-mux"));
      Direction direction = opposite(offered.direction());
      attributes.add(SdpAttribute.property(direction.attribute()));
      if (direction.sends()) {
        attributes.add(
            new SdpAttribute("ssrc", (firstSsrc + Long.parseLong(mid)) + " cname:client"));
      }
    }
    return new MediaSection(
        offered.media(),
        rejects ? 0 : offered.port(),
        offered.protocol(),
        offered.formats(),
        new Attributes(attributes));
  }

  private static Direction opposite(Direction offered) {
    return switch (offered) {
      case SENDRECV -> Direction.SENDRECV;
      case SENDONLY -> Direction.RECVONLY;
      case RECVONLY -> Direction.SENDONLY;
      case INACTIVE -> Direction.INACTIVE;
    };
  }
}
