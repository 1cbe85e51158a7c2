package io.carillon.runtime.cluster;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.ListenAddress;
import io.carillon.runtime.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * How a node finds the others, and where they find it. Without a way to find others it joins
 * nobody.
 *
 * @param name of the cluster; nodes of another name are strangers
 * @param members addresses of data members, as {@code host} or {@code host:port}
 * @param dns a name that resolves to every data member, such as that of a headless service; or null
 * @param kubernetesService the service whose endpoints are the data members; or null
 * @param kubernetesNamespace of that service; null for the pod's own
 * @param host the address of this machine at which the others reach this node
 * @param port on which it takes members in
 * @param anyPort whether another port will do if that one is taken
 * @param busPort of the event bus; 0 for any that is free
 * @param quorum how many data members must be there; 0 for more than half of those that were seen
 * @param region where this node is, or null
 */
record ClusterSettings(
    String name,
    List<String> members,
    String dns,
    String kubernetesService,
    String kubernetesNamespace,
    String host,
    int port,
    boolean anyPort,
    int busPort,
    int quorum,
    String region) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int USUAL_PORT = 5701;
  private static final int MOST_MEMBERS = 1000;
  private static final int MAX_PORT = 65535;
  private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9._-]+(?::[0-9]{1,5})?");

  /**
   * Reads the settings.
   *
   * @param holdsData whether the node is to be found by others, on the port that is set
   */
  static ClusterSettings read(Settings settings, boolean holdsData) {
    List<String> members = settings.list("carillon.cluster.members");
    members.forEach(ClusterSettings::check);
    String dns = settings.text("carillon.cluster.dns", null);
    String kubernetesService = settings.text("carillon.cluster.kubernetes-service", null);
    boolean joins = !members.isEmpty() || dns != null || kubernetesService != null;
    if (joins && hasSeveral(members, dns, kubernetesService)) {
      throw new ConfigurationException(
          "nodes find each other in one way: set only one of carillon.cluster.members,"
              + " carillon.cluster.dns and carillon.cluster.kubernetes-service");
    }
    return new ClusterSettings(
        settings.text("carillon.cluster.name", "carillon"),
        members,
        dns,
        kubernetesService,
        settings.text("carillon.cluster.kubernetes-namespace", null),
        address(settings.text("carillon.cluster.host", joins ? ownAddress() : LOOPBACK)),
        settings.number("carillon.cluster.port", USUAL_PORT, 1, MAX_PORT),
        !(joins && holdsData) && settings.optional("carillon.cluster.port").isEmpty(),
        settings.number("carillon.bus.port", 0, 0, MAX_PORT),
        settings.number("carillon.cluster.quorum", 0, 0, MOST_MEMBERS),
        settings.text("carillon.region", null));
  }

  /** Whether the node looks for others at all. */
  boolean joins() {
    return !members.isEmpty() || dns != null || kubernetesService != null;
  }

  /** Whether only Kubernetes knows where the data members are. */
  boolean isLookedUpInKubernetes() {
    return kubernetesService != null;
  }

  /**
   * What has to be there for this node to work.
   *
   * @param doubted whether what it sees of the others can't be trusted now
   */
  Quorum makeQuorum(BooleanSupplier doubted) {
    return joins() ? Quorum.of(quorum, doubted) : Quorum.ofOne();
  }

  /** What an operator changes when the node can't listen there. */
  ListenAddress listener() {
    return new ListenAddress(host, "carillon.cluster.host", port, "carillon.cluster.port");
  }

  /** What an operator changes when the event bus can't listen there. */
  ListenAddress bus() {
    return new ListenAddress(host, "carillon.cluster.host", busPort, "carillon.bus.port");
  }

  private static boolean hasSeveral(List<String> members, String dns, String kubernetesService) {
    return (members.isEmpty() ? 0 : 1) + (dns == null ? 0 : 1) + (kubernetesService == null ? 0 : 1)
        > 1;
  }

  private static void check(String member) {
    int colon = member.indexOf(':');
    if (!MEMBER.matcher(member).matches()
        || (colon > 0 && Integer.parseInt(member.substring(colon + 1)) > MAX_PORT)) {
      throw Settings.wrong(
          "carillon.cluster.members", member, "host:port of data members, separated by commas");
    }
  }

  private static String ownAddress() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationException(
          "can't tell this machine's own address: name it with carillon.cluster.host");
    }
  }

  private static String address(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationException(
          "there is no host \""
              + host
              + "\": name an address of this machine with carillon.cluster.host");
    }
  }
}
