package io.carillon.faults.check;

/**
 * The time in which a fault may be felt.
 *
 * @param name such as {@code kill-call}
 * @param hidden whether the node looks alive at first, as one that was stopped or cut off does
 * @param from when it began, milliseconds since the epoch
 * @param to when the cluster was whole again, milliseconds since the epoch
 */
public record FaultWindow(String name, boolean hidden, long from, long to) {

  /** Whether that moment lies in it. */
  public boolean contains(long moment) {
    return from <= moment && moment <= to;
  }

  /** Whether any moment of it lies in that time, both ends included. */
  boolean touches(long begin, long end) {
    return from <= end && begin <= to;
  }
}
