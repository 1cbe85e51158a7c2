package io.carillon.media.bridge;

import java.util.List;
import java.util.Set;

/**
 * What a conference looks for. A conference is on one bridge as a whole: it looks for one when it
 * begins and when it has to move, and stays there otherwise.
 *
 * @param participants how many are in it
 * @param expected how many more are likely to come
 * @param regions where they are, as far as is known: an entry for each, most of them decide
 * @param avoid the ids of bridges that it must not get
 */
public record Wish(int participants, int expected, List<String> regions, Set<String> avoid) {
  public Wish {
    if (participants < 0 || expected < 0) {
      throw new IllegalArgumentException("participants, expected: must not be negative");
    }
    regions = List.copyOf(regions);
    avoid = Set.copyOf(avoid);
  }
}
