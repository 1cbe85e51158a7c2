package io.carillon.media.bridge;

import java.util.List;
import java.util.Set;

/**
 * Which regions are near each other.
 *
 * @param groups no region is in two of them
 */
record RegionGroups(List<Set<String>> groups) {
  RegionGroups {
    groups = List.copyOf(groups);
  }

  /** The regions near that one, itself among them. */
  Set<String> around(String region) {
    return groups.stream()
        .filter(group -> group.contains(region))
        .findFirst()
        .orElseGet(() -> Set.of(region));
  }
}
