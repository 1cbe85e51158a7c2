package io.carillon.media.bridge;

import java.util.List;

/**
 * All bridges at a moment.
 *
 * @param configured how many there are to be; at least 1 where they are found by name
 */
record BridgeSurvey(int configured, List<BridgeView> bridges) {
  BridgeSurvey {
    bridges = List.copyOf(bridges);
  }

  /** How many are in that state. */
  int in(BridgeState state) {
    return (int) bridges.stream().filter(bridge -> bridge.state() == state).count();
  }

  /** How many take conferences. */
  int usable() {
    return (int) bridges.stream().filter(bridge -> bridge.state().usable()).count();
  }
}
