package io.carillon.media.colibri;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * How a bridge is doing, at the moment of its last measurement.
 *
 * @param version with its release, if it has one: conferences are not to span two of them
 * @param region null where the bridge has none, as it has without {@code videobridge.relay}
 * @param stress 0 idle, 1 as much as it is meant to carry, and more
 * @param stressPerParticipant what the bridge expects each further endpoint to add
 * @param endpoints in all its conferences
 * @param draining it is not to get new conferences, though it takes them
 * @param shuttingDown it takes no new conferences
 */
public record BridgeStatistics(
    String version,
    String region,
    double stress,
    double stressPerParticipant,
    int endpoints,
    int conferences,
    boolean draining,
    boolean shuttingDown) {
  public BridgeStatistics {
    Objects.requireNonNull(version);
  }

  static BridgeStatistics read(JsonNode statistics) {
    String version = statistics.required("version").asText();
    String release = statistics.path("release").textValue();
    return new BridgeStatistics(
        release == null ? version : version + '-' + release,
        statistics.path("region").textValue(),
        statistics.required("stress_level").asDouble(),
        statistics.path("average_participant_stress").asDouble(),
        statistics.required("endpoints").asInt(),
        statistics.required("conferences").asInt(),
        statistics.path("drain").asBoolean(),
        statistics.path("graceful_shutdown").asBoolean()
            || statistics.path("shutting_down").asBoolean());
  }
}
