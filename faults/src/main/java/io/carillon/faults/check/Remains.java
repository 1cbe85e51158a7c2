package io.carillon.faults.check;

import java.util.List;
import java.util.Map;

/**
 * What is left when everything is hung up.
 *
 * @param live the calls that {@code call.list} gives, by user
 * @param histories the calls of all records that {@code history.list} gives, by user
 */
public record Remains(Map<String, List<String>> live, Map<String, List<String>> histories) {

  /** Copies what could change. */
  public Remains {
    live = Map.copyOf(live);
    histories = Map.copyOf(histories);
  }
}
