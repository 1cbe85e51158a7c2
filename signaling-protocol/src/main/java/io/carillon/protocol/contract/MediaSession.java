package io.carillon.protocol.contract;

import io.carillon.protocol.Topology;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;
import java.util.List;
import java.util.Objects;

/**
 * Who the parties of a call are and where they can be reached: what call-service tells the adapter
 * of the call when it is created, answered, taken over by another device, and ended. A later {@code
 * version} replaces an earlier one, and the end of the call whatever lives.
 *
 * @param endpoints in the order of the parties
 * @param ended whether the call is over: nothing is relayed any more
 * @param interrupted whether the call waits for another bridge, which comes with a new epoch: none
 *     is to be had for this one; null means no
 */
public record MediaSession(
    String app,
    String callId,
    long version,
    int epoch,
    Topology topology,
    List<Endpoint> endpoints,
    boolean ended,
    Boolean interrupted) {
  public MediaSession {
    Objects.requireNonNull(app);
    Objects.requireNonNull(callId);
    Objects.requireNonNull(topology);
    endpoints = List.copyOf(endpoints);
    interrupted = interrupted != null && interrupted;
  }

  /** A session that is not interrupted. */
  public MediaSession(
      String app,
      String callId,
      long version,
      int epoch,
      Topology topology,
      List<Endpoint> endpoints,
      boolean ended) {
    this(app, callId, version, epoch, topology, endpoints, ended, false);
  }

  /**
   * That there is no such call, as far as that epoch is concerned. Its version is below that of
   * every call, so it is no hindrance to a later one of the same id.
   */
  public static MediaSession gone(String app, String callId, int epoch) {
    return new MediaSession(app, callId, 0, epoch, Topology.SFU, List.of(), true);
  }

  /** Whether this holds in place of what was known before. */
  public boolean replaces(MediaSession known) {
    return version > known.version || (ended && !known.ended);
  }

  /** The key of this session: that of its call. */
  public String key() {
    return CallKey.of(app, callId);
  }

  /**
   * A party that has not left.
   *
   * @param session null while the user is invited and no device has answered; says by {@link
   *     SessionRef#mayPublish} what its token lets it send
   * @param instance counts up when the device changes or comes back without a resume: then it
   *     starts media anew; null means 1
   * @param muted what it must not send by the will of the creator or of an administrator, to be
   *     enforced by a bridge; null means nothing
   * @param media what it says that it sends, up to date in a call on a bridge alone; null if
   *     unknown
   */
  public record Endpoint(
      String userId, SessionRef session, Integer instance, Tracks muted, MediaFlags media) {
    public Endpoint {
      Objects.requireNonNull(userId);
      instance = instance == null ? 1 : instance;
      muted = muted == null ? Tracks.NONE : muted;
    }

    /** An endpoint of a first instance that is not muted. */
    public Endpoint(String userId, SessionRef session) {
      this(userId, session, null, null, null);
    }

    /** What it may send: its token allows it and nobody has muted it. */
    public Tracks sends() {
      return session == null ? Tracks.NONE : session.mayPublish().without(muted);
    }
  }
}
