package io.carillon.protocol.event;

import io.carillon.protocol.Description;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.Topology;
import io.carillon.protocol.view.IceServer;
import java.util.List;

/** What concerns media: relayed from another party, or of the server's own. */
public sealed interface MediaEvent extends Event {

  /** A session description of another party, whom the server names. */
  record DescriptionReceived(
      String callId, DeviceRef from, DeviceRef to, Description description, int epoch)
      implements MediaEvent {}

  /** ICE candidates of another party, whom the server names. */
  record CandidatesReceived(
      String callId, DeviceRef from, DeviceRef to, List<RawJson> candidates, Boolean end, int epoch)
      implements MediaEvent {
    public CandidatesReceived {
      candidates = List.copyOf(candidates);
    }
  }

  /** What another party sends from now on. */
  record StateChanged(
      String callId,
      long version,
      DeviceRef from,
      boolean audio,
      boolean video,
      boolean screen,
      boolean hold)
      implements MediaEvent {}

  /**
   * How the call's media flows from now on: a new epoch, or that media is interrupted.
   *
   * @param interrupted true while the call waits for a bridge; absent otherwise
   */
  record TopologyChanged(
      String callId, long version, Topology topology, int epoch, Boolean interrupted)
      implements MediaEvent {}

  /**
   * Who speaks, in a call on a bridge.
   *
   * @param recent who spoke lately, the latest first
   */
  record Speaker(String callId, String userId, List<String> recent) implements MediaEvent {
    public Speaker {
      recent = List.copyOf(recent);
    }
  }

  /** Whether a party's connection to the bridge carries anything. */
  record Connectivity(String callId, String userId, boolean active) implements MediaEvent {}

  /** STUN and TURN servers; {@code expiresAt} is in milliseconds since the epoch. */
  record IceServers(List<IceServer> iceServers, Long expiresAt) implements MediaEvent {
    public IceServers {
      iceServers = List.copyOf(iceServers);
    }
  }
}
