package io.carillon.media.bridge;

import io.carillon.media.colibri.BridgeStatistics;
import io.carillon.media.colibri.ColibriClient;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A videobridge, for as long as the pool knows it. Safe for use by several threads. */
public final class Bridge {
  /** What a participant adds to a bridge that does not say: jicofo's default. */
  private static final double STRESS_PER_PARTICIPANT = 0.01;

  private final BridgeAddress address;
  private final ColibriClient client;
  private final RecentJoins joins = new RecentJoins();
  private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.FIRST);

  /** What became of a standing. */
  record Step(Standing before, Standing after) {}

  Bridge(BridgeAddress address, ColibriClient client) {
    this.address = address;
    this.client = client;
  }

  /** Its host and port, {@code 10.0.0.7:8080}: the same at every adapter. */
  public String id() {
    return address.id();
  }

  /** Speaks with it. */
  public ColibriClient client() {
    return client;
  }

  /** The region that the settings say, else the one that it says itself, if any. */
  public Optional<String> region() {
    return Optional.ofNullable(address.region())
        .or(() -> Optional.ofNullable(standing().figures()).map(BridgeStatistics::region));
  }

  @Override
  public String toString() {
    return id();
  }

  Standing standing() {
    return standing.get();
  }

  /** Takes in what was learnt. */
  Step step(UnaryOperator<Standing> learnt) {
    Standing before = standing.getAndUpdate(learnt);
    return new Step(before, learnt.apply(before));
  }

  void joined(long now) {
    joins.add(now);
  }

  /** Whether it has told that it has no conferences, and nobody has joined one since. */
  boolean isIdle(long now) {
    BridgeStatistics figures = standing().figures();
    return figures != null && figures.conferences() == 0 && joins.count(now) == 0;
  }

  /** What it says, and what those add to it who joined lately: 1 is as much as it can carry. */
  double stress(long now) {
    BridgeStatistics figures = standing().figures();
    double each = figures == null ? 0 : figures.stressPerParticipant();
    return (figures == null ? 0 : figures.stress())
        + joins.count(now) * (each > 0 ? each : STRESS_PER_PARTICIPANT);
  }

  BridgeChoice.Candidate candidate(long now) {
    return new BridgeChoice.Candidate(
        id(), region().orElse(null), standing().state(now), stress(now));
  }
}
