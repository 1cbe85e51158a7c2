package io.carillon.videobridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.ice4j.ice.Agent;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.jitsi.xmpp.extensions.colibri.WebSocketPacketExtension;
import org.jitsi.xmpp.extensions.jingle.CandidateType;
import org.jitsi.xmpp.extensions.jingle.DtlsFingerprintPacketExtension;
import org.jitsi.xmpp.extensions.jingle.IceCandidatePacketExtension;
import org.jitsi.xmpp.extensions.jingle.IceRtcpmuxPacketExtension;
import org.jitsi.xmpp.extensions.jingle.IceUdpTransportPacketExtension;

/** The bridge's end of one endpoint's connection: ICE, and nothing above it. */
final class IceEnd {
  private final Agent agent;
  private final IceMediaStream stream;
  private final Component component;

  IceEnd(IceSocket socket, boolean controlling) {
    agent = socket.agent(controlling);
    stream = agent.createMediaStream("stream");
    try {
      component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
    } catch (IOException e) {
      throw new UncheckedIOException("no component", e);
    }
  }

  /** Runs something once ICE has succeeded. */
  void onConnected(Runnable connected) {
    agent.addStateChangeListener(
        change -> {
          if (change.getNewValue() == IceProcessingState.COMPLETED) {
            // The agent holds locks of its own here.
            Thread.startVirtualThread(connected);
          }
        });
  }

  /** How a client reaches it. */
  IceUdpTransportPacketExtension description(String fingerprint, String channel) {
    IceUdpTransportPacketExtension description = new IceUdpTransportPacketExtension();
    description.setUfrag(agent.getLocalUfrag());
    description.setPassword(agent.getLocalPassword());
    component.getLocalCandidates().stream()
        .map(IceEnd::candidate)
        .forEach(description::addChildExtension);
    description.addChildExtension(new IceRtcpmuxPacketExtension());
    DtlsFingerprintPacketExtension hash = new DtlsFingerprintPacketExtension();
    hash.setHash("sha-256");
    hash.setFingerprint(fingerprint);
    hash.setSetup("actpass");
    description.addChildExtension(hash);
    description.addChildExtension(new WebSocketPacketExtension(channel));
    return description;
  }

  /** Begins its checks, as soon as the client has said who it is; it needs no candidates of it. */
  void start(IceUdpTransportPacketExtension client) {
    if (client.getUfrag() == null
        || client.getPassword() == null
        || agent.getState() != IceProcessingState.WAITING) {
      return;
    }
    stream.setRemoteUfrag(client.getUfrag());
    stream.setRemotePassword(client.getPassword());
    agent.startConnectivityEstablishment();
  }

  boolean isConnected() {
    return agent.getState().isEstablished();
  }

  void free() {
    agent.free();
  }

  private static IceCandidatePacketExtension candidate(LocalCandidate local) {
    IceCandidatePacketExtension candidate = new IceCandidatePacketExtension();
    candidate.setID(local.getFoundation() + '-' + local.getTransportAddress().getPort());
    candidate.setFoundation(local.getFoundation());
    candidate.setComponent(local.getParentComponent().getComponentID());
    candidate.setGeneration(0);
    candidate.setNetwork(0);
    candidate.setPriority(local.getPriority());
    candidate.setProtocol(local.getTransport().toString());
    candidate.setType(CandidateType.valueOf(local.getType().toString().toLowerCase(Locale.ROOT)));
    candidate.setIP(local.getTransportAddress().getHostAddress());
    candidate.setPort(local.getTransportAddress().getPort());
    return candidate;
  }
}
