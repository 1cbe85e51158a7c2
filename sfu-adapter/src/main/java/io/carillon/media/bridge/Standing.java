package io.carillon.media.bridge;

import io.carillon.media.colibri.BridgeHealth;
import io.carillon.media.colibri.BridgeStatistics;

/**
 * What is known of a bridge, and what becomes of it with each thing that is learnt. Times are
 * milliseconds of a clock that is never set back.
 *
 * @param health null until it has answered
 * @param silences how many times in a row it has not
 * @param restsUntil until when it gets no conferences, however well it is
 * @param draining assumed until its statistics say otherwise
 * @param announced whether it is among the bridges to be used
 * @param figures its last statistics, or null
 */
record Standing(
    BridgeHealth health,
    int silences,
    long restsUntil,
    boolean draining,
    boolean shuttingDown,
    boolean announced,
    BridgeStatistics figures) {
  /** How long a bridge that failed is left alone: jicofo's {@code failure-reset-threshold}. */
  static final long REST_MS = 60_000;

  /**
   * So many silences in a row are a failure. A bridge that is cut off from this node alone goes on
   * serving its clients; one that is dead does not, and nobody else would say so.
   */
  static final int MOST_SILENCES = 3;

  /** Of a bridge that has just been heard of. */
  static final Standing FIRST = new Standing(null, 0, Long.MIN_VALUE, true, false, true, null);

  /** After it was asked how it is. */
  Standing after(BridgeHealth answer, long now) {
    return switch (answer) {
      case HEALTHY -> of(BridgeHealth.HEALTHY, 0, restsUntil);
      case FAILED -> of(BridgeHealth.FAILED, 0, now + REST_MS);
      case SILENT -> afterSilence(now);
    };
  }

  private Standing afterSilence(long now) {
    if (health == null) {
      return this;
    }
    return health == BridgeHealth.FAILED || silences + 1 >= MOST_SILENCES
        ? of(BridgeHealth.FAILED, 0, now + REST_MS)
        : of(BridgeHealth.SILENT, silences + 1, restsUntil);
  }

  private Standing of(BridgeHealth now, int silent, long until) {
    return new Standing(now, silent, until, draining, shuttingDown, announced, figures);
  }

  /** After it told its figures. */
  Standing after(BridgeStatistics told) {
    return new Standing(
        health, silences, restsUntil, told.draining(), told.shuttingDown(), announced, told);
  }

  /** After it did not do what it was asked to. */
  Standing unfit(long now) {
    return of(health, silences, now + REST_MS);
  }

  /** After it was told to drain, or that it need not. */
  Standing draining(boolean on) {
    return new Standing(health, silences, restsUntil, on, shuttingDown, announced, figures);
  }

  /** After it said that it takes no new conferences. */
  Standing goingDown() {
    return new Standing(health, silences, restsUntil, draining, true, announced, figures);
  }

  /** After it was found among the bridges to be used, or was not. */
  Standing announced(boolean now) {
    return new Standing(health, silences, restsUntil, draining, shuttingDown, now, figures);
  }

  /** Whether it had conferences that have to go elsewhere now. */
  boolean isLostSince(Standing before) {
    return health == BridgeHealth.FAILED
        && (before.health == BridgeHealth.HEALTHY || before.health == BridgeHealth.SILENT);
  }

  /**
   * Whether nobody needs to know it any more.
   *
   * @param idle whether it has told that it has no conferences
   */
  boolean isDone(boolean idle) {
    if (announced || health == BridgeHealth.SILENT) {
      return false;
    }
    return health != BridgeHealth.HEALTHY || idle;
  }

  /** What it is good for by that time. */
  BridgeState state(long now) {
    if (health == BridgeHealth.FAILED) {
      return BridgeState.FAILED;
    }
    if (!announced) {
      return BridgeState.WITHDRAWN;
    }
    if (health == null) {
      return BridgeState.NEW;
    }
    if (health == BridgeHealth.SILENT) {
      return BridgeState.SILENT;
    }
    if (now < restsUntil) {
      return BridgeState.RESTING;
    }
    if (shuttingDown) {
      return BridgeState.SHUTTING_DOWN;
    }
    return draining ? BridgeState.DRAINING : BridgeState.UP;
  }
}
