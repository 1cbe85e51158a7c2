package io.carillon.media.bridge;

import io.carillon.media.colibri.BridgeStatistics;

/**
 * A bridge as administrators see it. What it has not told yet is null.
 *
 * @param draining what it said last; with {@code state} draining it may be assumed
 */
record BridgeView(
    String id,
    String region,
    BridgeState state,
    double stress,
    Integer endpoints,
    Integer conferences,
    String version,
    boolean draining) {

  static BridgeView of(Bridge bridge, long now) {
    Standing standing = bridge.standing();
    BridgeStatistics figures = standing.figures();
    return new BridgeView(
        bridge.id(),
        bridge.region().orElse(null),
        standing.state(now),
        bridge.stress(now),
        figures == null ? null : figures.endpoints(),
        figures == null ? null : figures.conferences(),
        figures == null ? null : figures.version(),
        standing.draining());
  }
}
