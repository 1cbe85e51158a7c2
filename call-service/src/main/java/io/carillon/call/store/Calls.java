package io.carillon.call.store;

import com.hazelcast.config.CompactSerializationConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.IndexConfig;
import com.hazelcast.config.IndexType;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.MediaTerms;
import io.carillon.runtime.cluster.IndexedMaps;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code calls} map: {@code app/callId} to call.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller.
 */
public final class Calls {
  private static final String MAP = "calls";
  private static final String DEADLINE = "deadline";

  private final Vertx vertx;
  private final IMap<String, Call> calls;

  /** The calls that this member shares with the others. */
  public Calls(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.calls = IndexedMaps.open(hazelcast, MAP);
  }

  /** Adds the map and its stored forms to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(
        new MapConfig(MAP)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(1)
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(CallMergePolicy.class.getName()))
            .addIndexConfig(new IndexConfig(IndexType.SORTED, DEADLINE)));
    CompactSerializationConfig compact =
        config.getSerializationConfig().getCompactSerializationConfig();
    compact
        .addSerializer(new CallSerializer())
        .addSerializer(new PartySerializer())
        .addSerializer(new ToldSerializer())
        .addSerializer(new DispatchSerializer())
        .addSerializer(new StepResultSerializer())
        .addSerializer(new CallStep.Serializer())
        .addSerializer(new CallFilter.Serializer());
  }

  /**
   * Carries out a command on a call, under those terms. Succeeds with a refusal too; fails only if
   * the partition's owner does not answer, and then the command may have been carried out.
   *
   * @return fails with {@link UncertainException} if it may have been carried out, and {@code
   *     unavailable} otherwise
   */
  public Future<StepResult> step(String key, CallCommand command, MediaTerms terms) {
    return step(key, new CallStep(command, terms, false, false));
  }

  /**
   * The same for a command that may have been carried out before: whether it had been or not, the
   * answer comes when there is a copy of what it did.
   */
  public Future<StepResult> repeat(String key, CallCommand command, MediaTerms terms) {
    return step(key, new CallStep(command, terms, false, true));
  }

  private Future<StepResult> step(String key, CallStep step) {
    return Stage.begin(vertx, () -> calls.submitToKey(key, step))
        .recover(
            problem ->
                StoreFailure.isUncertain(problem)
                    ? Future.failedFuture(new UncertainException(problem))
                    : StoreFailure.asUnavailable(problem));
  }

  /** Notes that the histories have calls that are over. */
  public Future<Void> recorded(Set<String> keys, long now) {
    CallStep step =
        new CallStep(new CallCommand.Recorded(now), MediaTerms.WITHOUT_BRIDGES, false, false);
    return Stage.begin(vertx, () -> calls.submitToKeys(keys, step))
        .<Void>mapEmpty()
        .recover(StoreFailure::asUnavailable);
  }

  /** The call, if there is one. Costs a copy of all of it. */
  public Future<Optional<Call>> find(String key) {
    return Stage.begin(vertx, () -> calls.getAsync(key))
        .map(Optional::ofNullable)
        .recover(StoreFailure::asUnavailable);
  }

  /**
   * Calls of all members, in the order of their keys. Looks at every call there is, on a worker
   * here and on the query threads of the members.
   *
   * @param limit how many at most
   */
  public Future<List<Call>> list(CallFilter filter, int limit) {
    return vertx
        .executeBlocking(() -> query(filter, limit), false)
        .recover(StoreFailure::asUnavailable);
  }

  private List<Call> query(CallFilter filter, int limit) {
    return calls.entrySet(Predicates.pagingPredicate(filter, limit)).stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The keys of the calls on this member that were changed then or later. Blocks. */
  public Collection<String> changedSince(long since) {
    return calls.localKeySet(Predicates.greaterEqual("changedAt", since));
  }

  /** The keys of the calls on this member whose deadline has come. Blocks. */
  public Collection<String> due(long now) {
    return calls.localKeySet(Predicates.lessEqual(DEADLINE, now));
  }
}
