package io.carillon.standalone.cluster;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be seen of a node.
 *
 * @param pid of its process; null where it is down
 * @param port of its own client listener; null where it has none
 */
record NodeStatus(
    String name, List<String> services, Long pid, Integer port, int adminPort, State state) {

  /** What a node is doing. */
  enum State {
    UP,
    PAUSED,
    DRAINING,
    DOWN;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static NodeStatus of(Plan.Node node, Optional<LocalProcess> process, State state) {
    return new NodeStatus(
        node.name(),
        node.services(),
        state == State.DOWN ? null : process.map(LocalProcess::pid).orElse(null),
        node.port(),
        node.adminPort(),
        state);
  }
}
