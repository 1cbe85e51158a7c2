package io.carillon.faults.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is done to a node of which kind.
 *
 * @param blow what is done
 * @param role what the node is for
 */
public record Fault(Blow blow, Role role) {

  /** All there are. */
  public static List<Fault> all() {
    return Arrays.stream(Role.values())
        .flatMap(role -> Arrays.stream(Blow.values()).map(blow -> new Fault(blow, role)))
        .toList();
  }

  /**
   * Reads a name such as {@code kill-call}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Fault named(String name) {
    return all().stream()
        .filter(fault -> fault.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is none of " + all()));
  }

  @Override
  public String toString() {
    return blow.name().toLowerCase(Locale.ROOT) + '-' + role.code();
  }
}
