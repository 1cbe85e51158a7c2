package io.carillon.runtime.presence;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * What is known of users' presence: the {@code presence} map. presence-service writes it, others
 * read it.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller.
 */
public final class PresenceStore {
  private static final String MAP = "presence";

  private final Vertx vertx;
  private final IMap<String, PresenceRecord> records;

  /** The store that this member shares with the others. */
  public PresenceStore(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.records = hazelcast.getMap(MAP);
  }

  /** Adds the map and its stored forms to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(new MapConfig(MAP).setBackupCount(1));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new PresenceRecordSerializer())
        .addSerializer(new PresenceUpdate.Serializer());
  }

  /** What is known of a user; {@link PresenceRecord#UNKNOWN} if nothing is. */
  public Future<PresenceRecord> of(UserRef user) {
    return Stage.begin(vertx, () -> records.getAsync(user.key()))
        .map(found -> found == null ? PresenceRecord.UNKNOWN : found);
  }

  /**
   * The users who count as online, of those whose records this member owns. Looks at each of them,
   * on a worker thread.
   */
  public Future<List<UserRef>> online() {
    return vertx.executeBlocking(
        () ->
            records.localKeySet(Predicates.equal("online", true)).stream()
                .map(UserRef::ofKey)
                .toList(),
        false);
  }

  /** Changes what is known of a user, in one step. */
  public Future<PresenceChange> update(UserRef user, PresenceUpdate update) {
    return Stage.begin(vertx, () -> records.submitToKey(user.key(), update))
        .map(before -> new PresenceChange(before, update.appliedTo(before)));
  }
}
