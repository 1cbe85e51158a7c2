package io.carillon.runtime.media;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * The media sessions of all calls: the {@code media} map, {@code app/callId} to {@link
 * MediaRecord}. An ended call stays as a small marker for five minutes.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller. They fail if
 * the partition's owner does not answer.
 */
public final class MediaStore {
  private static final String MAP = "media";

  private final Vertx vertx;
  private final IMap<String, MediaRecord> records;

  /** The store that this member shares with the others. */
  public MediaStore(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.records = hazelcast.getMap(MAP);
  }

  /** Adds the map and its stored forms to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(
        new MapConfig(MAP)
            .setBackupCount(1)
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(MediaMergePolicy.class.getName())));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new MediaEndpointSerializer())
        .addSerializer(new MediaSessionSerializer())
        .addSerializer(new MediaRecordSerializer())
        .addSerializer(new MediaUpdate.Serializer());
  }

  /**
   * The record of a call.
   *
   * @param key as {@link MediaSession#key()} makes it
   */
  public Future<Optional<MediaRecord>> of(String key) {
    return Stage.begin(vertx, () -> records.getAsync(key)).map(Optional::ofNullable);
  }

  /**
   * Enters what call-service said about a call, unless something newer is known.
   *
   * @param at the present time, in milliseconds since the epoch of time
   * @return the record as it is afterwards
   */
  public Future<MediaRecord> update(MediaSession session, long at) {
    return Stage.begin(
        vertx, () -> records.submitToKey(session.key(), new MediaUpdate(session, at)));
  }
}
