package io.carillon.presence.roster;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.Limits;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.request.PresenceRequest;
import io.carillon.protocol.request.RequestType;
import io.carillon.protocol.view.UserPresence;
import io.carillon.runtime.authorization.AuthorizationHook;
import io.carillon.runtime.presence.PresenceChoice;
import io.carillon.runtime.presence.PresenceRecord;
import io.carillon.runtime.presence.PresenceUpdate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Serves {@code presence.*} to the sessions of one event loop, and brings them what changes of the
 * users whom they watch. Confined to its event loop.
 */
public final class Roster {
  private final Vertx vertx;
  private final Function<UserRef, Future<PresenceRecord>> records;
  private final Attendance attendance;
  private final AuthorizationHook authorization;
  private final Clock clock;
  private final Bulletin bulletin;
  private final Map<Watcher, Set<String>> subscriptions = new HashMap<>();

  /** What is being subscribed to: counts already, and an unsubscribe takes it back. */
  private final Map<Watcher, Set<Set<String>>> reserved = new HashMap<>();

  private record Users(List<UserPresence> users) {}

  /**
   * For the sessions of the event loop that makes it.
   *
   * @param records what is known of a user
   */
  public Roster(
      Vertx vertx,
      Function<UserRef, Future<PresenceRecord>> records,
      Attendance attendance,
      AuthorizationHook authorization,
      Clock clock) {
    this.vertx = vertx;
    this.records = records;
    this.attendance = attendance;
    this.authorization = authorization;
    this.clock = clock;
    this.bulletin = new Bulletin(vertx, records, authorization, clock);
  }

  /** Begins to hear of changes; called on the event loop. */
  public MessageConsumer<String> listen() {
    return vertx
        .eventBus()
        .consumer(Attendance.CHANGED, message -> bulletin.changed(message.body()));
  }

  /**
   * Carries out a request.
   *
   * @return fails with {@link ProtocolException} if it is refused
   */
  public Future<ServiceReply> handle(Watcher from, String type, RawJson data) {
    return switch (RequestType.decode(type, data, PresenceRequest.class)) {
      case PresenceRequest.Set set -> set(from, set);
      case PresenceRequest.Get get -> look(from, get.users()).map(Roster::reply);
      case PresenceRequest.Subscribe subscribe -> subscribe(from, subscribe.users());
      case PresenceRequest.Unsubscribe unsubscribe -> {
        unsubscribe.users().forEach(user -> unwatch(from, key(from, user)));
        yield Future.succeededFuture(ServiceReply.OK);
      }
    };
  }

  /** Takes back all that a session watches. */
  public void forget(Watcher watcher) {
    Set<String> all = subscriptions.getOrDefault(watcher, Set.of());
    List.copyOf(all).forEach(key -> unwatch(watcher, key));
  }

  /** Whom a session watches, with what it was told last. */
  public List<UserPresence> watchedBy(Watcher watcher) {
    return subscriptions.getOrDefault(watcher, Set.of()).stream()
        .map(key -> bulletin.told(watcher, key))
        .toList();
  }

  /** Goes on with what a session watched at another edge. */
  public void restore(Watcher watcher, List<UserPresence> watched) {
    Set<String> keys = new HashSet<>();
    watched.forEach(presence -> keys.add(key(watcher, presence.userId())));
    watched.forEach(presence -> watch(watcher, presence, keys));
  }

  private Future<ServiceReply> subscribe(Watcher from, List<String> users) {
    Set<String> wanted = new HashSet<>();
    users.forEach(user -> wanted.add(key(from, user)));
    checkLimit(from, wanted);
    // By identity: two requests may want the same users.
    reserved
        .computeIfAbsent(from, anyone -> Collections.newSetFromMap(new IdentityHashMap<>()))
        .add(wanted);
    return look(from, users)
        .onComplete(done -> release(from, wanted))
        .map(
            found -> {
              if (!from.isGone()) {
                found.forEach(presence -> watch(from, presence, wanted));
              }
              return reply(found);
            });
  }

  private void checkLimit(Watcher watcher, Set<String> wanted) {
    Set<String> all = new HashSet<>(wanted);
    all.addAll(subscriptions.getOrDefault(watcher, Set.of()));
    reserved.getOrDefault(watcher, Set.of()).forEach(all::addAll);
    if (all.size() > Limits.MAX_PRESENCE_USERS) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE, "users: a session watches at most " + Limits.MAX_PRESENCE_USERS);
    }
  }

  private void release(Watcher watcher, Set<String> wanted) {
    Set<Set<String>> all = reserved.get(watcher);
    all.remove(wanted);
    if (all.isEmpty()) {
      reserved.remove(watcher);
    }
  }

  private void watch(Watcher watcher, UserPresence told, Set<String> wanted) {
    UserRef user = new UserRef(watcher.user().app(), told.userId());
    if (wanted.contains(user.key())) {
      subscriptions.computeIfAbsent(watcher, anyone -> new HashSet<>()).add(user.key());
      bulletin.add(watcher, user, told);
    }
  }

  private void unwatch(Watcher watcher, String key) {
    reserved.getOrDefault(watcher, Set.of()).forEach(wanted -> wanted.remove(key));
    Set<String> keys = subscriptions.get(watcher);
    if (keys == null || !keys.remove(key)) {
      return;
    }
    if (keys.isEmpty()) {
      subscriptions.remove(watcher);
    }
    bulletin.remove(watcher, key);
  }

  private Future<ServiceReply> set(Watcher from, PresenceRequest.Set set) {
    if (set.until() != null && set.until() <= clock.millis()) {
      throw ProtocolException.badField("until", "has passed");
    }
    if (set.idle() != null) {
      // At once: what the next request says must not be overtaken.
      from.setIdle(set.idle());
    }
    return choose(from.user(), set)
        .compose(
            done -> set.idle() == null ? Future.succeededFuture() : attendance.turned(from.user()))
        .recover(Roster::unavailable)
        .map(done -> ServiceReply.OK);
  }

  private Future<?> choose(UserRef user, PresenceRequest.Set set) {
    if (set.status() == null && set.callWaiting() == null) {
      return Future.succeededFuture();
    }
    return attendance.update(
        user,
        PresenceUpdate.chosen(
            set.status(),
            set.text(),
            set.until() == null ? PresenceChoice.FOR_GOOD : set.until(),
            set.callWaiting()));
  }

  /** What that one sees of those users. */
  private Future<List<UserPresence>> look(Watcher from, List<String> users) {
    Future<Set<String>> seen = authorization.maySee(from.user(), users);
    List<Future<PresenceRecord>> found =
        users.stream().map(user -> records.apply(new UserRef(from.user().app(), user))).toList();
    return Future.join(found)
        .recover(Roster::unavailable)
        .compose(all -> seen)
        .map(allowed -> views(users, found, allowed));
  }

  private List<UserPresence> views(
      List<String> users, List<Future<PresenceRecord>> found, Set<String> allowed) {
    long now = clock.millis();
    List<UserPresence> views = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      String user = users.get(i);
      views.add(
          allowed.contains(user)
              ? Watched.visible(user, found.get(i).result(), now)
              : Watched.hidden(user));
    }
    return views;
  }

  private static <T> Future<T> unavailable(Throwable problem) {
    return Future.failedFuture(
        new ProtocolException(ErrorCode.UNAVAILABLE, "presence can't be read or written now"));
  }

  private static String key(Watcher watcher, String user) {
    return new UserRef(watcher.user().app(), user).key();
  }

  private static ServiceReply reply(List<UserPresence> users) {
    return ServiceReply.ok(Json.raw(new Users(users)));
  }
}
