package io.carillon.runtime.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionFunction;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many data members a node must see for its side of a network to be the one that goes on. The
 * other side reads, and refuses to write: nothing is acknowledged there that the merge would undo.
 * A node that has not noticed yet that it was cut off still writes, for as long as the silence of
 * the others may last (10 s), but gets no backup written then and says so.
 *
 * <p>Safe for use by several threads. Listeners are called on a thread of Hazelcast's and must not
 * block it.
 */
public final class Quorum implements SplitBrainProtectionFunction {
  private static final Logger log = LoggerFactory.getLogger(Quorum.class);
  private static final String NAME = "quorum";
  private static final String BUS_PREFIX = "__vertx.";

  private final int fixed;
  private final BooleanSupplier doubted;
  private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
  private int mostSeen = 1;
  private long timesLost;
  private volatile boolean met;

  private Quorum(int fixed, BooleanSupplier doubted, boolean met) {
    this.fixed = fixed;
    this.doubted = doubted;
    this.met = met;
  }

  /** Of a node that joins nobody: it is always met. */
  static Quorum ofOne() {
    return new Quorum(1, () -> false, true);
  }

  /**
   * Of a cluster; not met before the node has joined.
   *
   * @param fixed how many data members; 0 for more than half of the most that were seen at a time
   * @param doubted whether what this node sees of the others can't be trusted now
   */
  static Quorum of(int fixed, BooleanSupplier doubted) {
    return new Quorum(fixed, doubted, false);
  }

  /** Protects every map that is configured by now, but for those of the event bus. */
  void protect(Config config) {
    config.addSplitBrainProtectionConfig(
        new SplitBrainProtectionConfig(NAME, true)
            .setProtectOn(SplitBrainProtectionOn.WRITE)
            .setFunctionImplementation(this));
    config.getMapConfigs().values().stream()
        .filter(map -> !map.getName().startsWith(BUS_PREFIX))
        .forEach(Quorum::protect);
  }

  private static void protect(MapConfig map) {
    map.setSplitBrainProtectionName(NAME);
  }

  /** Whether this side may write, as far as this node can tell. */
  public boolean isMet() {
    return met && !doubted.getAsBoolean();
  }

  /** How often there were too few members after there had been enough. */
  synchronized long timesLost() {
    return timesLost;
  }

  /** Calls the listener whenever enough members are seen, or too few. */
  public void onChange(Consumer<Boolean> listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized boolean apply(Collection<Member> members) {
    int present = (int) members.stream().filter(member -> !member.isLiteMember()).count();
    mostSeen = Math.max(mostSeen, present);
    int needed = fixed > 0 ? fixed : mostSeen / 2 + 1;
    boolean enough = present >= needed;
    if (enough != met) {
      met = enough;
      timesLost += enough ? 0 : 1;
      log.atInfo()
          .addKeyValue("present", present)
          .addKeyValue("needed", needed)
          .log(enough ? "quorum is met" : "quorum is lost: writes are refused");
      listeners.forEach(listener -> listener.accept(enough));
    }
    return enough;
  }
}
