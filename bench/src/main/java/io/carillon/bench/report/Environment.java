package io.carillon.bench.report;

import java.util.List;
import java.util.Map;

/**
 * Where the comparison ran.
 *
 * @param cpus CPUs that the machine has
 * @param os kernel and architecture
 * @param jvm version of the JVM of each server
 * @param heapFlags collector, heap and object layout in effect at each server
 * @param options options of the run
 */
public record Environment(
    int cpus,
    String os,
    Map<Subject, String> jvm,
    Map<Subject, List<String>> heapFlags,
    Map<String, String> options) {}
