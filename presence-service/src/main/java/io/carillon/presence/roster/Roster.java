package io.carillon.presence.roster;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.Limits;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.event.PresenceEvent;
import io.carillon.protocol.request.PresenceRequest;
import io.carillon.protocol.request.RequestType;
import io.carillon.protocol.view.UserPresence;
import io.carillon.runtime.presence.PresenceRecord;
import io.carillon.runtime.presence.PresenceStore;
import io.carillon.runtime.presence.PresenceUpdate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Serves {@code presence.*} to the sessions of one event loop, and brings them what changes of the
 * users whom they watch. Changes within {@value #BATCH_MS} ms come as one event; a change that
 * nobody can see brings none. Confined to its event loop.
 */
public final class Roster {
  static final long BATCH_MS = 100;

  private final Vertx vertx;
  private final PresenceStore store;
  private final Attendance attendance;
  private final Map<String, Watched> watched = new HashMap<>();
  private final Map<Watcher, Set<String>> subscriptions = new HashMap<>();

  /** What is being subscribed to: counts already, and an unsubscribe takes it back. */
  private final Map<Watcher, Set<Set<String>>> reserved = new HashMap<>();

  private final Set<String> touched = new LinkedHashSet<>();
  private boolean batchIsDue;

  /** A user whom somebody watches. */
  private static final class Watched {
    private final UserRef user;
    private final Set<Watcher> watchers = new HashSet<>();

    /** What all watchers were told; null if they were told different things. */
    private UserPresence told;

    Watched(UserRef user) {
      this.user = user;
    }
  }

  private record Users(List<UserPresence> users) {}

  /** For the sessions of the event loop that makes it. */
  public Roster(Vertx vertx, PresenceStore store, Attendance attendance) {
    this.vertx = vertx;
    this.store = store;
    this.attendance = attendance;
  }

  /** Begins to hear of changes; called on the event loop. */
  public MessageConsumer<String> listen() {
    return vertx
        .eventBus()
        .consumer(
            Attendance.CHANGED,
            message -> {
              if (watched.containsKey(message.body())) {
                touch(message.body());
              }
            });
  }

  /**
   * Carries out a request.
   *
   * @return fails with {@link ProtocolException} if it is refused
   */
  public Future<ServiceReply> handle(Watcher from, String type, RawJson data) {
    return switch (RequestType.decode(type, data, PresenceRequest.class)) {
      case PresenceRequest.Set set ->
          attendance
              .update(
                  from.user(), PresenceUpdate.chosen(set.status(), set.text(), set.callWaiting()))
              .recover(Roster::unavailable)
              .map(done -> ServiceReply.OK);
      case PresenceRequest.Get get -> read(from.user().app(), get.users()).map(Roster::reply);
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

  private Future<ServiceReply> subscribe(Watcher from, List<String> users) {
    Set<String> wanted = new HashSet<>();
    users.forEach(user -> wanted.add(key(from, user)));
    checkLimit(from, wanted);
    // By identity: two requests may want the same users.
    reserved
        .computeIfAbsent(from, anyone -> Collections.newSetFromMap(new IdentityHashMap<>()))
        .add(wanted);
    return read(from.user().app(), users)
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
    String key = user.key();
    if (!wanted.contains(key)) {
      return;
    }
    Watched entry = watched.get(key);
    if (entry == null) {
      entry = new Watched(user);
      entry.told = told;
      watched.put(key, entry);
    } else if (!told.equals(entry.told)) {
      entry.told = null;
    }
    entry.watchers.add(watcher);
    subscriptions.computeIfAbsent(watcher, anyone -> new HashSet<>()).add(key);
    // A change since the record was read went unheard if nobody watched.
    touch(key);
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
    Watched entry = watched.get(key);
    entry.watchers.remove(watcher);
    if (entry.watchers.isEmpty()) {
      watched.remove(key);
    }
  }

  private void touch(String key) {
    touched.add(key);
    schedule();
  }

  private void schedule() {
    if (!batchIsDue) {
      batchIsDue = true;
      vertx.setTimer(BATCH_MS, fired -> flush());
    }
  }

  /** Reads whom the batch is about; the next batch waits until this one is told. */
  private void flush() {
    List<Watched> batch = touched.stream().map(watched::get).filter(e -> e != null).toList();
    touched.clear();
    List<Future<PresenceRecord>> records =
        batch.stream().map(entry -> store.of(entry.user)).toList();
    Future.join(records).onComplete(done -> tell(batch, records));
  }

  private void tell(List<Watched> batch, List<Future<PresenceRecord>> records) {
    Map<Watcher, List<UserPresence>> news = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Watched entry = batch.get(i);
      if (records.get(i).failed()) {
        touched.add(entry.user.key());
        continue;
      }
      UserPresence now = visible(entry.user.userId(), records.get(i).result());
      if (!now.equals(entry.told)) {
        entry.told = now;
        entry.watchers.forEach(w -> news.computeIfAbsent(w, any -> new ArrayList<>()).add(now));
      }
    }
    batchIsDue = false;
    if (!touched.isEmpty()) {
      schedule();
    }
    news.forEach((watcher, users) -> watcher.tell(Notice.of(new PresenceEvent.Changed(users))));
  }

  private Future<List<UserPresence>> read(String app, List<String> users) {
    List<Future<UserPresence>> found =
        users.stream()
            .map(user -> store.of(new UserRef(app, user)).map(record -> visible(user, record)))
            .toList();
    return Future.join(found)
        .recover(Roster::unavailable)
        .map(all -> found.stream().map(Future::result).toList());
  }

  private static <T> Future<T> unavailable(Throwable problem) {
    return Future.failedFuture(
        new ProtocolException(ErrorCode.UNAVAILABLE, "presence can't be read or written now"));
  }

  /** An invisible user can't be told from one who was never there. */
  static UserPresence visible(String userId, PresenceRecord presence) {
    PresenceStatus status = presence.visible();
    boolean offline = status == PresenceStatus.OFFLINE;
    boolean showsLastActive =
        offline && presence.chosen() != PresenceStatus.INVISIBLE && presence.lastActiveAt() > 0;
    return new UserPresence(
        userId,
        status,
        offline ? null : presence.text(),
        showsLastActive ? presence.lastActiveAt() : null);
  }

  private static String key(Watcher watcher, String user) {
    return new UserRef(watcher.user().app(), user).key();
  }

  private static ServiceReply reply(List<UserPresence> users) {
    return ServiceReply.ok(Json.raw(new Users(users)));
  }
}
