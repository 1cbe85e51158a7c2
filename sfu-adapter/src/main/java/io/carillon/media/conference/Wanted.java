package io.carillon.media.conference;

import io.carillon.protocol.view.MediaFlags;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a participant's offer is to say.
 *
 * @param own what the participant says that it sends
 * @param remote the sources of all others, each once; new ones get their places in this order
 */
public record Wanted(BridgeEnd bridge, MediaFlags own, List<RemoteSource> remote) {
  public Wanted {
    Objects.requireNonNull(bridge);
    Objects.requireNonNull(own);
    remote = List.copyOf(remote);
    Set<String> names = new HashSet<>();
    Set<Long> ssrcs = new HashSet<>();
    Stream.concat(
            Stream.of(bridge.audioFeedback(), bridge.videoFeedback()),
            remote.stream().map(RemoteSource::source))
        .forEach(
            source -> {
              if (!names.add(source.name())) {
                throw new IllegalArgumentException("remote: names a source twice");
              }
              if (!source.ssrcs().stream().allMatch(ssrcs::add)) {
                throw new IllegalArgumentException("remote: two sources share an SSRC");
              }
            });
  }
}
