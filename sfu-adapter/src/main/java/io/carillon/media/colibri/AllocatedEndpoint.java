package io.carillon.media.colibri;

import io.carillon.media.conference.BridgeEnd;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * An endpoint that a bridge has made.
 *
 * @param channels where its {@link BridgeChannel} may be opened, the preferred address first; none
 *     where the bridge has no public HTTP server. They have a password in them
 */
public record AllocatedEndpoint(String endpointId, BridgeEnd bridge, List<URI> channels) {
  public AllocatedEndpoint {
    Objects.requireNonNull(endpointId);
    Objects.requireNonNull(bridge);
    channels = List.copyOf(channels);
  }

  /** Without passwords: it may be logged. */
  @Override
  public String toString() {
    return "AllocatedEndpoint[endpointId=%s, channels=%d]".formatted(endpointId, channels.size());
  }
}
