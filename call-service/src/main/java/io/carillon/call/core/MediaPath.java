package io.carillon.call.core;

import io.carillon.protocol.Topology;
import io.carillon.protocol.TopologyWish;

/**
 * How the media of a call flows, and what time alone changes about that. Times are milliseconds
 * since the epoch, 0 where there is none.
 *
 * @param wish what the call was made for
 * @param epoch counts up with each change of the topology or of the bridge
 * @param directAfterMs how long no more than two may be left on the bridge; 0 where that does not
 *     matter
 * @param directAt when they go on without it
 * @param renewAt when a bridge is looked for again, in place of one that was lost: until then the
 *     media of the call is interrupted
 */
public record MediaPath(
    TopologyWish wish,
    Topology topology,
    int epoch,
    long directAfterMs,
    long directAt,
    long renewAt) {
  /** How many a call needs for whom no bridge is kept. */
  private static final int FEW = 2;

  /** The path of a new call. */
  static MediaPath of(TopologyWish wish) {
    Topology topology = wish == TopologyWish.SFU ? Topology.SFU : Topology.DIRECT;
    return new MediaPath(wish, topology, 0, 0, 0, 0);
  }

  boolean isOnBridge() {
    return topology == Topology.SFU;
  }

  /** Whether the call waits for a bridge. */
  public boolean isInterrupted() {
    return renewAt != 0;
  }

  /** Whether a bridge is not needed by so many who are in. */
  boolean isForFew(long in) {
    return wish == TopologyWish.AUTO && in <= FEW;
  }

  /** Over a bridge, or over another one than before. */
  MediaPath overBridge(MediaTerms terms) {
    return new MediaPath(wish, Topology.SFU, epoch + 1, terms.directAfterMs(), 0, 0);
  }

  /** Between the parties themselves. */
  MediaPath direct() {
    return new MediaPath(wish, Topology.DIRECT, epoch + 1, 0, 0, 0);
  }

  /** Without the bridge that there was, until another one is looked for. */
  MediaPath interrupted(long until) {
    return new MediaPath(wish, topology, epoch, directAfterMs, directAt, until);
  }

  /** The same with so many in: a bridge for few is given up after a while. */
  MediaPath with(long in, long now) {
    boolean leaves = isOnBridge() && isForFew(in);
    if (leaves == (directAt != 0)) {
      return this;
    }
    return new MediaPath(
        wish, topology, epoch, directAfterMs, leaves ? now + directAfterMs : 0, renewAt);
  }

  /** Of two paths that halves of a cluster knew of one call, this one goes on, in a new epoch. */
  MediaPath reconciledWith(MediaPath other) {
    return topology == other.topology && epoch == other.epoch
        ? this
        : new MediaPath(
            wish, topology, Math.max(epoch, other.epoch) + 1, directAfterMs, directAt, renewAt);
  }

  /** The earliest moment at which time alone changes it. */
  long deadline() {
    return Math.min(directAt == 0 ? Call.NEVER : directAt, renewAt == 0 ? Call.NEVER : renewAt);
  }
}
