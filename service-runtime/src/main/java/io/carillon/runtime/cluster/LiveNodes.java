package io.carillon.runtime.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The nodes that are members of the cluster at the moment, as this node sees it, and news of them.
 * A node that hangs or is cut off is a member until its silence has lasted for ten seconds.
 *
 * <p>Safe for use by several threads; never blocks. Listeners are called on a thread of Hazelcast's
 * and must not block it.
 */
public final class LiveNodes {
  static final String REGION_ATTRIBUTE = "carillon.region";

  private final HazelcastInstance hazelcast;
  private final List<Consumer<Departure>> onDeparture = new CopyOnWriteArrayList<>();
  private final List<Consumer<String>> onArrival = new CopyOnWriteArrayList<>();
  private final List<Runnable> onMerge = new CopyOnWriteArrayList<>();

  /**
   * A node that is a member no more.
   *
   * @param node its name
   * @param services what it ran, by the prefixes of their contracts
   */
  public record Departure(String node, Set<String> services) {
    public Departure {
      services = Set.copyOf(services);
    }
  }

  /** As that member sees them. */
  public LiveNodes(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
    hazelcast
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                String node = name(event.getMember());
                onArrival.forEach(listener -> listener.accept(node));
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                Departure departure = departure(event.getMember());
                onDeparture.forEach(listener -> listener.accept(departure));
              }
            });
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
                onMerge.forEach(Runnable::run);
              }
            });
  }

  /** The names of all. */
  public Set<String> names() {
    return hazelcast.getCluster().getMembers().stream()
        .map(LiveNodes::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a node of that name is a member. */
  public boolean contains(String node) {
    return hazelcast.getCluster().getMembers().stream()
        .anyMatch(member -> name(member).equals(node));
  }

  /** Where the node of that name is, if it says so ({@code carillon.region}). */
  public Optional<String> regionOf(String node) {
    return hazelcast.getCluster().getMembers().stream()
        .filter(member -> name(member).equals(node))
        .map(member -> member.getAttribute(REGION_ATTRIBUTE))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Calls the listener for each node that leaves, by its own will or not. */
  public void onDeparture(Consumer<Departure> listener) {
    onDeparture.add(listener);
  }

  /** Calls the listener with the name of each node that comes. */
  public void onArrival(Consumer<String> listener) {
    onArrival.add(listener);
  }

  /**
   * Calls the listener whenever this node is back among others who had gone on without it: what it
   * knew was theirs to overrule, and whatever was sent to it meanwhile is lost.
   */
  public void onMerge(Runnable listener) {
    onMerge.add(listener);
  }

  private static Departure departure(Member member) {
    String services = member.getAttribute(Placement.SERVICES_ATTRIBUTE);
    return new Departure(
        name(member),
        services == null || services.isEmpty()
            ? Set.of()
            : Set.copyOf(Arrays.asList(services.split(",", -1))));
  }

  private static String name(Member member) {
    String name = member.getAttribute(Placement.NODE_ATTRIBUTE);
    return name == null ? member.getUuid().toString() : name;
  }
}
