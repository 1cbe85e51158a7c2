package io.carillon.protocol;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds enum constants by their names on the wire, with an error that lists what would be right.
 */
final class WireNames {
  private WireNames() {}

  static <E extends Enum<E>> E lookUp(
      E[] constants, Function<E, String> nameOf, String name, String what) {
    for (E constant : constants) {
      if (nameOf.apply(constant).equals(name)) {
        return constant;
      }
    }
    String known = Arrays.stream(constants).map(nameOf).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("no such " + what + ", expected one of " + known);
  }
}
