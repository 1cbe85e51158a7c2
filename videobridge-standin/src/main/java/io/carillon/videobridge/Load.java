package io.carillon.videobridge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the bridge says of itself. Safe for use by several threads. */
final class Load {
  static final String VERSION = "2.3.SNAPSHOT";
  private static final double STRESS_PER_PARTICIPANT = 0.01;

  private volatile Behaviour behaviour = Behaviour.NORMAL;
  private volatile boolean draining;
  private volatile double stress;
  private volatile String region;

  Behaviour behaviour() {
    return behaviour;
  }

  void behave(Behaviour now) {
    behaviour = now;
  }

  void drain(boolean on) {
    draining = on;
  }

  void stress(double level) {
    stress = level;
  }

  void region(String name) {
    region = name;
  }

  ObjectNode statistics(int conferences, int endpoints) {
    ObjectNode statistics =
        JsonNodeFactory.instance
            .objectNode()
            .put("stress_level", stress)
            .put("average_participant_stress", STRESS_PER_PARTICIPANT)
            .put("conferences", conferences)
            .put("endpoints", endpoints)
            .put("drain", draining)
            .put("graceful_shutdown", behaviour == Behaviour.SHUTTING_DOWN)
            .put("shutting_down", false)
            .put("healthy", true)
            .put("version", VERSION);
    if (region != null) {
      statistics.put("region", region);
    }
    return statistics;
  }
}
