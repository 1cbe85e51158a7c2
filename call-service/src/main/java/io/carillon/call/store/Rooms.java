package io.carillon.call.store;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Which call a room is: the {@code rooms} map, {@code app/room} to call id. An entry whose call is
 * absent or over is void: whoever meets it puts another in its place.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller. They fail if
 * the partition's owner does not answer.
 */
public final class Rooms {
  private static final String MAP = "rooms";

  private final Vertx vertx;
  private final IMap<String, String> rooms;

  /** The rooms that this member shares with the others. */
  public Rooms(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.rooms = hazelcast.getMap(MAP);
  }

  /** Adds the map and its stored forms to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(new MapConfig(MAP).setBackupCount(1));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new RoomUpdate.Serializer());
  }

  /** The id of the room's call, which may be over. */
  public Future<Optional<String>> callOf(String app, String room) {
    return Stage.begin(vertx, () -> rooms.getAsync(key(app, room)))
        .map(Optional::ofNullable)
        .recover(StoreFailure::asUnavailable);
  }

  /**
   * Makes a call the room's, in the place of one that is over.
   *
   * @param before the id of the call that is over, or null if there was none
   * @return whether nobody was faster
   */
  public Future<Boolean> claim(String app, String room, String before, String callId) {
    return Stage.begin(
            vertx, () -> rooms.submitToKey(key(app, room), new RoomUpdate(before, callId)))
        .recover(StoreFailure::asUnavailable);
  }

  /** The room's call is over; another one that stands there by now is left alone. */
  public Future<Boolean> close(String app, String room, String callId) {
    return claim(app, room, callId, null);
  }

  private static String key(String app, String room) {
    return app + '/' + room;
  }
}
