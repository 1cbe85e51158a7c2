package io.carillon.call.store;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
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
        new MapConfig(MAP).setInMemoryFormat(InMemoryFormat.OBJECT).setBackupCount(1));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new UserCallsSerializer())
        .addSerializer(new LineUpdate.Serializer());
  }

  /**
   * Claims a line for a call, unless it is full.
   *
   * @return the ids of the other calls whose claims live; {@link #isFull} tells whether they left
   *     room for the claim
   */
  public Future<List<String>> claim(UserRef user, String callId, long now) {
    return update(user, new LineUpdate(LineUpdate.Kind.CLAIM, callId, null, now));
  }

  /**
   * Notes that a call is over.
   *
   * @return the ids of the other calls whose claims live
   */
  public Future<List<String>> leave(UserRef user, String callId, EndReason reason, long endedAt) {
    return update(user, new LineUpdate(LineUpdate.Kind.LEAVE, callId, reason, endedAt));
  }

  /**
   * Takes out the claim of a call that there is no more.
   *
   * @return the ids of the other calls whose claims live
   */
  public Future<List<String>> strike(UserRef user, String callId) {
    return update(user, new LineUpdate(LineUpdate.Kind.STRIKE, callId, null, 0));
  }

  /** Whether so many other calls live on a line that no further one may claim it. */
  public static boolean isFull(List<String> others) {
    return others.size() >= UserCalls.MOST_LIVE;
  }

  /** The claims on a user's line. */
  public Future<UserCalls> of(UserRef user) {
    return Stage.toFuture(vertx, lines.getAsync(user.key()))
        .map(found -> found == null ? UserCalls.NONE : found)
        .recover(StoreFailure::asUnavailable);
  }

  private Future<List<String>> update(UserRef user, LineUpdate update) {
    return Stage.toFuture(vertx, lines.submitToKey(user.key(), update))
        .map(List::of)
        .recover(StoreFailure::asUnavailable);
  }
}
