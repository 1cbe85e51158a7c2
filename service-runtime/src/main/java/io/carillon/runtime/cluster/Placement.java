package io.carillon.runtime.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.runtime.CarillonService;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which node answers for a key. Calls, and what belongs to a user's lines, are answered where their
 * partition is: next to the data. For the other services every asker picks the same node by
 * rendezvous hashing, so a node that comes or goes moves only its own share.
 *
 * <p>Safe for use by several threads; never blocks.
 */
public final class Placement {
  static final String NODE_ATTRIBUTE = "carillon.node";
  static final String SERVICES_ATTRIBUTE = "carillon.services";
  private static final String DATA_SERVICE = "call";

  private final HazelcastInstance hazelcast;
  private final Map<String, List<String>> nodesByService = new ConcurrentHashMap<>();

  Placement(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
    hazelcast
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                nodesByService.clear();
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                nodesByService.clear();
              }
            });
  }

  /**
   * The address at which a contract is answered for a key.
   *
   * @param key such as {@code app/callId} or {@code app/user}
   * @throws ProtocolException {@code unavailable} if no node runs the service
   */
  public String addressOf(Contract<?, ?> contract, String key) {
    return contract.addressAt(nodeOf(contract.service(), key));
  }

  /** Whether a node with those services holds a share of the data. */
  static boolean holdsData(List<CarillonService> services) {
    return services.stream().anyMatch(service -> service.name().equals(DATA_SERVICE));
  }

  private String nodeOf(String service, String key) {
    if (service.equals(DATA_SERVICE)) {
      Member owner = hazelcast.getPartitionService().getPartition(key).getOwner();
      if (owner != null && runs(owner, service)) {
        return owner.getAttribute(NODE_ATTRIBUTE);
      }
    }
    List<String> nodes = nodesByService.computeIfAbsent(service, this::nodesThatRun);
    if (nodes.size() == 1) {
      return nodes.getFirst();
    }
    return nodes.stream()
        .max(Comparator.comparingInt(node -> weight(node, key)))
        .orElseThrow(() -> new ProtocolException(ErrorCode.UNAVAILABLE, "no node runs " + service));
  }

  private List<String> nodesThatRun(String service) {
    return hazelcast.getCluster().getMembers().stream()
        .filter(member -> runs(member, service))
        .map(member -> member.getAttribute(NODE_ATTRIBUTE))
        .sorted()
        .toList();
  }

  private static boolean runs(Member member, String service) {
    String services = member.getAttribute(SERVICES_ATTRIBUTE);
    return services != null && Arrays.asList(services.split(",", -1)).contains(service);
  }

  /** MurmurHash3's finalizer spreads the weak string hashes. */
  private static int weight(String node, String key) {
    int hash = node.hashCode() * 31 + key.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
