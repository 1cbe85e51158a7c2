package io.carillon.videobridge;

import java.util.List;

/**
 * An endpoint as the bridge has it.
 *
 * @param sources their names
 * @param iceConnected whether ICE has succeeded
 * @param channelOpen whether its channel is open
 * @param received what came in on its channel, the oldest first, as JSON
 */
public record EndpointView(
    String id,
    List<String> sources,
    boolean audioMuted,
    boolean videoMuted,
    boolean iceConnected,
    boolean channelOpen,
    List<String> received) {
  /** Of those lists as they are now. */
  public EndpointView {
    sources = List.copyOf(sources);
    received = List.copyOf(received);
  }
}
