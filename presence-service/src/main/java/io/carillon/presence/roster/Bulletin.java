package io.carillon.presence.roster;

import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.UserPresence;
import io.carillon.runtime.authorization.AuthorizationHook;
import io.carillon.runtime.presence.PresenceRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Brings the watchers of one event loop what changes of the users whom they watch. Changes within
 * {@value #BATCH_MS} ms come as one event, for which each user's record is read once, however many
 * watch and however often it changed; a change that nobody can see brings none. A batch for many
 * watchers lets the loop do other things in between, and the next one waits for its end. Confined
 * to its event loop.
 */
final class Bulletin {
  static final long BATCH_MS = 100;
  static final int WATCHERS_A_TURN = 256;

  private final Vertx vertx;
  private final Function<UserRef, Future<PresenceRecord>> records;
  private final AuthorizationHook authorization;
  private final Clock clock;
  private final StatusEnds ends;
  private final Map<String, Watched> watched = new HashMap<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private boolean batchIsDue;

  /** For the event loop that makes it. */
  Bulletin(
      Vertx vertx,
      Function<UserRef, Future<PresenceRecord>> records,
      AuthorizationHook authorization,
      Clock clock) {
    this.vertx = vertx;
    this.records = records;
    this.authorization = authorization;
    this.clock = clock;
    this.ends = new StatusEnds(vertx, clock, this::touch);
  }

  /** The presence of that user may look different now. */
  void changed(String key) {
    if (watched.containsKey(key)) {
      touch(key);
    }
  }

  /** Somebody watches a user, having been told this. */
  void add(Watcher watcher, UserRef user, UserPresence told) {
    watched.computeIfAbsent(user.key(), key -> new Watched(user)).add(watcher, told);
    // A change since the record was read went unheard if nobody watched.
    touch(user.key());
  }

  /** What somebody who watches a user was told last. */
  UserPresence told(Watcher watcher, String key) {
    return watched.get(key).told(watcher);
  }

  /** Somebody watches a user no more. */
  void remove(Watcher watcher, String key) {
    if (watched.get(key).remove(watcher)) {
      watched.remove(key);
      ends.clear(key);
    }
  }

  private void touch(String key) {
    touched.add(key);
    schedule();
  }

  private void schedule() {
    if (!batchIsDue) {
      batchIsDue = true;
      vertx.setTimer(BATCH_MS, fired -> read());
    }
  }

  /** Reads whom the batch is about. */
  private void read() {
    List<Watched> batch = touched.stream().map(watched::get).filter(Objects::nonNull).toList();
    touched.clear();
    List<Future<PresenceRecord>> found =
        batch.stream().map(entry -> records.apply(entry.user())).toList();
    Future.join(found)
        .onComplete(done -> tell(concerned(batch, found).entrySet().iterator(), News.none()));
  }

  /** To whom it may be news, and of which users. */
  private Map<Watcher, List<Watched>> concerned(
      List<Watched> batch, List<Future<PresenceRecord>> found) {
    Map<Watcher, List<Watched>> concerned = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Watched entry = batch.get(i);
      String key = entry.user().key();
      if (found.get(i).failed()) {
        touched.add(key);
      } else if (watched.get(key) == entry) {
        show(entry, found.get(i).result())
            .forEach(w -> concerned.computeIfAbsent(w, any -> new ArrayList<>(1)).add(entry));
      }
    }
    return concerned;
  }

  private Iterable<Watcher> show(Watched entry, PresenceRecord record) {
    long now = clock.millis();
    long until = record.choice().until();
    if (until > now) {
      ends.set(entry.user().key(), until);
    } else {
      ends.clear(entry.user().key());
    }
    return entry.show(Watched.visible(entry.userId(), record, now));
  }

  private void tell(Iterator<Map.Entry<Watcher, List<Watched>>> concerned, News nothing) {
    try {
      for (int i = 0; i < WATCHERS_A_TURN && concerned.hasNext(); i++) {
        Map.Entry<Watcher, List<Watched>> next = concerned.next();
        tell(next.getKey(), next.getValue(), nothing);
      }
    } finally {
      // A watcher who can't be told must not keep the others from it.
      if (concerned.hasNext()) {
        vertx.runOnContext(turn -> tell(concerned, nothing));
      } else {
        end();
      }
    }
  }

  private void end() {
    batchIsDue = false;
    if (!touched.isEmpty()) {
      schedule();
    }
  }

  private void tell(Watcher watcher, List<Watched> about, News nothing) {
    if (!authorization.asks()) {
      tell(watcher, about, anybody -> true, nothing);
      return;
    }
    Future<Set<String>> seen =
        authorization.maySee(watcher.user(), about.stream().map(Watched::userId).toList());
    if (seen.succeeded()) {
      tell(watcher, about, seen.result()::contains, nothing);
    } else {
      // The batch does not wait: who is told later is told what is true by then.
      seen.onSuccess(users -> tell(watcher, about, users::contains, nothing));
    }
  }

  private static void tell(
      Watcher watcher, List<Watched> about, Predicate<String> maySee, News nothing) {
    News news = nothing;
    for (Watched entry : about) {
      Optional<UserPresence> view = entry.newsFor(watcher, maySee.test(entry.userId()));
      if (view.isPresent()) {
        news = news.and(view.get());
      }
    }
    if (!news.isEmpty()) {
      watcher.tell(news.notice());
    }
  }
}
