package io.carillon.media.conference;

import io.carillon.media.sdp.Direction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a client answered.
 *
 * @param transport for the bridge, without candidates
 * @param sources all that the client sends, for the bridge and the other participants
 * @param receiving the names of the others' sources that the client takes
 * @param directions by mid, as the client sees them; a line that it rejects is not in it
 */
public record Answer(
    Transport transport,
    List<MediaSource> sources,
    Set<String> receiving,
    Map<String, Direction> directions) {
  public Answer {
    Objects.requireNonNull(transport);
    sources = List.copyOf(sources);
    receiving = Set.copyOf(receiving);
    directions = Map.copyOf(directions);
  }
}
