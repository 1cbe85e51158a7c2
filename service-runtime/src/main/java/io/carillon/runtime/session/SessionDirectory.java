package io.carillon.runtime.session;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Which sessions a user has, on which edges: the {@code sessions} map. Edges write it, every
 * service reads it.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller. They fail if
 * the partition's owner does not answer.
 */
public final class SessionDirectory {
  private static final String MAP = "sessions";
  private static final long RETRY_WITH_FEWER_DEVICES_MS = 30_000;

  private final Vertx vertx;
  private final IMap<String, UserSessions> sessions;

  /** The directory that this member shares with the others. */
  public SessionDirectory(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.sessions = hazelcast.getMap(MAP);
  }

  /** Adds the map and its stored forms to a member's configuration. */
  public static void contribute(Config config) {
    config.addMapConfig(new MapConfig(MAP).setBackupCount(1));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new SessionRefSerializer())
        .addSerializer(new UserSessionsSerializer())
        .addSerializer(new SessionUpdate.Serializer());
  }

  /**
   * Enters a session, in place of an older one of the same device.
   *
   * @return the older one, if it is another session; fails with {@code rate_limited} where {@value
   *     UserSessions#MOST} other devices of the user have sessions
   */
  public Future<Optional<SessionRef>> register(SessionRef session) {
    return update(session, false)
        .map(
            before -> {
              if (before.isFullFor(session)) {
                throw new ProtocolException(
                    ErrorCode.RATE_LIMITED,
                    "this user has as many devices connected as may be",
                    RETRY_WITH_FEWER_DEVICES_MS);
              }
              return before
                  .ofDevice(session.deviceId())
                  .filter(older -> !older.sessionId().equals(session.sessionId()));
            });
  }

  /**
   * Removes a session if it is still the one that is entered for its device.
   *
   * @return whether other sessions of the user are left
   */
  public Future<Boolean> remove(SessionRef session) {
    return update(session, true)
        .map(before -> !before.without(session.sessionId()).sessions().isEmpty());
  }

  /** The sessions of a user, those that wait to be resumed included. */
  public Future<UserSessions> of(UserRef user) {
    return Stage.toFuture(vertx, sessions.getAsync(user.key()))
        .map(found -> found == null ? UserSessions.NONE : found);
  }

  private Future<UserSessions> update(SessionRef session, boolean remove) {
    return Stage.toFuture(
        vertx, sessions.submitToKey(session.user().key(), new SessionUpdate(session, remove)));
  }
}
