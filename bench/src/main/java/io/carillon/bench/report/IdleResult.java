package io.carillon.bench.report;

import io.carillon.bench.process.MemoryUse;

/**
 * Memory of idle connections.
 *
 * @param round counted from 1
 * @param connections how many were added between the two readings
 * @param before reading without them, with a warm server
 * @param after reading with them
 */
public record IdleResult(
    int round, Subject subject, int connections, MemoryUse before, MemoryUse after) {

  /** Growth of the resident set for each connection, in KiB. */
  public double residentKibEach() {
    return (after.residentBytes() - before.residentBytes()) / 1024.0 / connections;
  }

  /** Growth of the heap in use for each connection, in KiB. */
  public double heapKibEach() {
    return (after.heapBytes() - before.heapBytes()) / 1024.0 / connections;
  }
}
