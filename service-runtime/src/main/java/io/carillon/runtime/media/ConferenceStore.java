package io.carillon.runtime.media;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.carillon.protocol.contract.CallKey;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/**
 * Which adapter has which conference: the {@code conferences} map, {@code app/callId} to {@link
 * ConferenceRecord}. A conference has one owner at a time, since it is written by its generation
 * alone.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller. They fail if
 * the partition's owner does not answer.
 */
public final class ConferenceStore {
  private static final String MAP = "conferences";

  private final Vertx vertx;
  private final IMap<String, ConferenceRecord> conferences;

  /** The store that this member shares with the others. */
  public ConferenceStore(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.conferences = hazelcast.getMap(MAP);
  }

  /** Adds the map and its stored forms to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(new MapConfig(MAP).setBackupCount(1));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new ConferenceRecordSerializer())
        .addSerializer(new ConferenceWrite.Serializer());
  }

  /** The conference of a call. */
  public Future<Optional<ConferenceRecord>> of(String key) {
    return Stage.begin(vertx, () -> conferences.getAsync(key)).map(Optional::ofNullable);
  }

  /**
   * Enters a conference, unless the one that is there is of another generation.
   *
   * @param known the generation that the caller knows to be there; 0 for none
   * @return what is there afterwards: {@code next}, if it was entered
   */
  public Future<ConferenceRecord> write(ConferenceRecord next, long known) {
    String key = CallKey.of(next.app(), next.callId());
    return Stage.begin(vertx, () -> conferences.submitToKey(key, new ConferenceWrite(next, known)));
  }

  /** Removes that conference, unless somebody else has taken it over. */
  public Future<Void> remove(ConferenceRecord conference) {
    String key = CallKey.of(conference.app(), conference.callId());
    return Stage.begin(
            vertx,
            () -> conferences.submitToKey(key, new ConferenceWrite(null, conference.generation())))
        .mapEmpty();
  }

  /** Every conference there is. Looked for on a worker thread. */
  public Future<List<ConferenceRecord>> all() {
    return vertx.executeBlocking(() -> List.copyOf(conferences.values()), false);
  }
}
