package io.carillon.media.conference;

import java.util.List;
import java.util.Objects;

/**
 * How one side of a connection is reached and proves itself: a {@code transport} of colibri2.
 *
 * @param candidates none for a client: the bridge learns its addresses from its checks
 */
public record Transport(
    String ufrag, String pwd, List<Fingerprint> fingerprints, List<IceCandidate> candidates) {
  public Transport {
    Objects.requireNonNull(ufrag);
    Objects.requireNonNull(pwd);
    fingerprints = List.copyOf(fingerprints);
    candidates = List.copyOf(candidates);
    if (fingerprints.isEmpty()) {
      throw new IllegalArgumentException("fingerprints: must be one or more");
    }
  }

  /** Without password: it may be logged. */
  @Override
  public String toString() {
    return "Transport[fingerprints=%d, candidates=%d]"
        .formatted(fingerprints.size(), candidates.size());
  }
}
