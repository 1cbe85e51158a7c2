package io.carillon.media.conference;

import java.util.List;
import java.util.Objects;

/**
 * Streams that belong together (RFC 5576, section 4.2).
 *
 * @param ssrcs as unsigned 32-bit numbers; in a {@code FID} group the stream and its repair
 */
public record SsrcGroup(Semantics semantics, List<Long> ssrcs) {
  /** How they belong together; colibri2 uses the same names. */
  public enum Semantics {
    /** A stream and its retransmissions. */
    FID,
    /** One picture in several sizes, the smallest first. */
    SIM
  }

  public SsrcGroup {
    Objects.requireNonNull(semantics);
    ssrcs = List.copyOf(ssrcs);
    if (ssrcs.size() < 2 || (semantics == Semantics.FID && ssrcs.size() > 2)) {
      throw new IllegalArgumentException("ssrcs: too few or too many for a " + semantics);
    }
  }
}
