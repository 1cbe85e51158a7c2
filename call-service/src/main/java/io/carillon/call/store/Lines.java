package io.carillon.call.store;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Users' lines: the {@code userCalls} map, {@code app/user} to the calls that claim the line.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller. They fail if
 * the partition's owner does not answer.
 */
public final class Lines {
  private static final String MAP = "userCalls";

  private final Vertx vertx;
  private final IMap<String, UserCalls> lines;

  /** The lines that this member shares with the others. */
  public Lines(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.lines = hazelcast.getMap(MAP);
  }

  /** Adds the map and its stored forms to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(
        new MapConfig(MAP)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(1)
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(UserCallsMergePolicy.class.getName())));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new UserCallsSerializer())
        .addSerializer(new LineUpdate.Serializer())
        .addSerializer(new ClaimedSerializer());
  }

  /** Claims a line for a call, unless it is full. */
  public Future<Claimed> claim(UserRef user, String callId, long now) {
    return update(user, LineUpdate.claim(callId, now));
  }

  /** Claims the line of one who invites others, unless it is full or that happens too often. */
  public Future<Claimed> dial(
      UserRef user, String callId, List<String> callees, DialLimits limits, long now) {
    return update(user, LineUpdate.dial(callId, callees, limits, now));
  }

  /** Notes that a call is over for a user. */
  public Future<Claimed> leave(UserRef user, String callId, EndReason reason, long endedAt) {
    return update(user, LineUpdate.leave(callId, reason, endedAt));
  }

  /** Takes out the claim of a call that there is no more. */
  public Future<Claimed> strike(UserRef user, String callId) {
    return update(user, LineUpdate.strike(callId));
  }

  /** The claims on a user's line. */
  public Future<UserCalls> of(UserRef user) {
    return Stage.begin(vertx, () -> lines.getAsync(user.key()))
        .map(found -> found == null ? UserCalls.NONE : found)
        .recover(StoreFailure::asUnavailable);
  }

  private Future<Claimed> update(UserRef user, LineUpdate update) {
    return Stage.begin(vertx, () -> lines.submitToKey(user.key(), update))
        .recover(StoreFailure::asUnavailable);
  }
}
