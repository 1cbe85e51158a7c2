package io.carillon.faults.log;

/**
 * A time in which a client had no socket that worked.
 *
 * @param from when the last frame came before it, milliseconds since the epoch
 * @param to when the next hello was accepted; {@link Long#MAX_VALUE} if none was
 */
public record Absence(long from, long to) {

  /** Whether any moment of it lies in that time, both ends included. */
  public boolean touches(long begin, long end) {
    return from <= end && begin <= to;
  }
}
