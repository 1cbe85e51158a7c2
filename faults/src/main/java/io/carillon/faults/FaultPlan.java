package io.carillon.faults;

import io.carillon.faults.cluster.Fault;
import io.carillon.faults.cluster.NodeProgram;
import io.carillon.faults.cluster.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a run does.
 *
 * @param faults what is done to nodes, one after the other
 * @param seconds how long calls are made; faults are spread over that time
 * @param seed makes the same calls again, and picks the same nodes
 * @param clients devices of all users together
 * @param perSecond calls a second
 * @param callNodes how many nodes hold calls
 * @param edges how many nodes have clients
 * @param programs what the nodes run
 * @param folder gets data and logs
 */
public record FaultPlan(
    List<Fault> faults,
    long seconds,
    long seed,
    int clients,
    double perSecond,
    int callNodes,
    int edges,
    Map<Role, NodeProgram> programs,
    Path folder) {

  /** Copies what could change. */
  public FaultPlan {
    faults = List.copyOf(faults);
    programs = Map.copyOf(programs);
  }
}
