package io.carillon.runtime.session;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.cluster.Stage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which sessions a user has, on which edges: the {@code sessions} map. Edges write it, every
 * service reads it.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller. They fail with
 * {@code unavailable} if the partition's owner does not answer; what was to be changed may have
 * been all the same, and may be asked for again.
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
    config.addMapConfig(
        new MapConfig(MAP)
            .setBackupCount(1)
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(UserSessionsMergePolicy.class.getName())));
    config
        .getSerializationConfig()
        .getCompactSerializationConfig()
        .addSerializer(new SessionRefSerializer())
        .addSerializer(new UserSessionsSerializer())
        .addSerializer(new SessionUpdate.Serializer())
        .addSerializer(new Elsewhere.Serializer());
  }

  /**
   * Enters a session, in place of an older one of the same device.
   *
   * @return the older one, if it is another session; fails with {@code rate_limited} where {@value
   *     UserSessions#MOST} other devices of the user have sessions
   */
  public Future<Optional<SessionRef>> register(SessionRef session) {
    return update(session, SessionUpdate.Kind.ENTER)
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
   * Notes that a session is at another edge now.
   *
   * @return whether it was still entered; else another one took its place
   */
  public Future<Boolean> move(SessionRef session) {
    return update(session, SessionUpdate.Kind.MOVE)
        .map(before -> before.withId(session.sessionId()).isPresent());
  }

  /**
   * Enters a session that may have been taken out while its edge was cut off, unless its device has
   * one that is somewhere else.
   *
   * @return whether it is entered
   */
  public Future<Boolean> restate(SessionRef session) {
    return update(session, SessionUpdate.Kind.RESTATE)
        .map(
            before ->
                before
                    .ofDevice(session.deviceId())
                    .map(entered -> entered.equals(session))
                    .orElse(true));
  }

  /**
   * Removes a session if it is still the one that is entered for its device, at that edge.
   *
   * @return whether other sessions of the user are left
   */
  public Future<Boolean> remove(SessionRef session) {
    return update(session, SessionUpdate.Kind.REMOVE)
        .map(before -> !before.without(session).sessions().isEmpty());
  }

  /** The sessions of a user, those that wait to be resumed included. */
  public Future<UserSessions> of(UserRef user) {
    return Stage.begin(vertx, () -> sessions.getAsync(user.key()))
        .map(found -> found == null ? UserSessions.NONE : found)
        .recover(SessionDirectory::unavailable);
  }

  /**
   * The sessions at none of those nodes, of the users whose entries this member owns. Looks at each
   * of them, on a worker thread.
   */
  public Future<List<SessionRef>> elsewhere(Set<String> nodes) {
    Elsewhere elsewhere = new Elsewhere(nodes);
    return vertx.executeBlocking(
        () ->
            sessions.localValues(elsewhere).stream()
                .flatMap(user -> user.sessions().stream())
                .filter(elsewhere::has)
                .toList(),
        false);
  }

  private Future<UserSessions> update(SessionRef session, SessionUpdate.Kind kind) {
    return Stage.begin(
            vertx,
            () -> sessions.submitToKey(session.user().key(), new SessionUpdate(session, kind)))
        .recover(SessionDirectory::unavailable);
  }

  private static <T> Future<T> unavailable(Throwable problem) {
    return Future.failedFuture(
        new ProtocolException(ErrorCode.UNAVAILABLE, "the directory of sessions did not answer"));
  }
}
