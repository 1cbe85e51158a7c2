package io.carillon.videobridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.harvest.SinglePortUdpHarvester;

/** The one UDP port for all endpoints, on loopback. */
final class IceSocket implements AutoCloseable {
  // Kept, since the levels of a logger that nobody holds are forgotten.
  private static final Logger ICE_LOG = Logger.getLogger("org.ice4j");

  static {
    ICE_LOG.setLevel(Level.SEVERE);
  }

  private final SinglePortUdpHarvester harvester;

  /** Opens it on a free port. */
  IceSocket() {
    try {
      harvester = new SinglePortUdpHarvester(new TransportAddress("127.0.0.1", 0, Transport.UDP));
    } catch (IOException e) {
      throw new UncheckedIOException("no UDP port on loopback", e);
    }
  }

  /** An agent that is reached here and nowhere else. */
  Agent agent(boolean controlling) {
    Agent agent = new Agent();
    agent.setUseDynamicPorts(false);
    agent.addCandidateHarvester(harvester);
    agent.setControlling(controlling);
    return agent;
  }

  @Override
  public void close() {
    harvester.close();
  }

  @Override
  public String toString() {
    return harvester.getLocalAddress().toString().toLowerCase(Locale.ROOT);
  }
}
