package io.carillon.bench.process;

/**
 * Memory of a server's process after a full collection.
 *
 * @param residentBytes resident set (VmRSS)
 * @param heapBytes Java heap in use
 */
public record MemoryUse(long residentBytes, long heapBytes) {}
