package io.carillon.faults.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left when everything is hung up.
 *
 * @param live the calls that {@code call.list} gives, by user
 * @param histories the calls of all records that {@code history.list} gives, by user
 * @param silent the users who got no reply to one of these questions
 */
public record Remains(
    Map<String, List<String>> live, Map<String, List<String>> histories, Set<String> silent) {

  /** Copies what could change. */
  public Remains {
    live = Map.copyOf(live);
    histories = Map.copyOf(histories);
    silent = Set.copyOf(silent);
  }
}
