package io.carillon.protocol.contract;

import io.carillon.protocol.Topology;
import java.util.List;
import java.util.Objects;

/**
 * Who the parties of a call are and where they can be reached: what call-service tells the adapter
 * of the call when it is created, answered, taken over by another device, and ended. A later {@code
 * version} replaces an earlier one.
 *
 * @param ended whether the call is over: nothing is relayed any more
 */
public record MediaSession(
    String app,
    String callId,
    long version,
    int epoch,
    Topology topology,
    List<Endpoint> endpoints,
    boolean ended) {
  public MediaSession {
    Objects.requireNonNull(app);
    Objects.requireNonNull(callId);
    Objects.requireNonNull(topology);
    endpoints = List.copyOf(endpoints);
  }

  /** The key of this session: that of its call. */
  public String key() {
    return CallKey.of(app, callId);
  }

  /**
   * A party that has not left.
   *
   * @param session null while the user is invited and no device has answered
   */
  public record Endpoint(String userId, SessionRef session) {
    public Endpoint {
      Objects.requireNonNull(userId);
    }
  }
}
