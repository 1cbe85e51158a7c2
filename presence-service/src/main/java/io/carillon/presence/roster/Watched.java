package io.carillon.presence.roster;

import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.UserPresence;
import io.carillon.runtime.presence.PresenceRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user whom somebody watches, and what each of the watchers was told last. */
final class Watched {
  private final UserRef user;
  private final UserPresence hidden;
  private final Map<Watcher, UserPresence> told = new HashMap<>();

  /** Those who began to watch since the record was read. */
  private List<Watcher> newcomers = new ArrayList<>();

  private UserPresence current;

  Watched(UserRef user) {
    this.user = user;
    this.hidden = hidden(user.userId());
    this.current = hidden;
  }

  /** What is seen of somebody who was never there, and of whomever one may not see. */
  static UserPresence hidden(String userId) {
    return new UserPresence(userId, PresenceStatus.OFFLINE, null, null);
  }

  /** What is seen of a user at that time; the invisible look as if they had never been there. */
  static UserPresence visible(String userId, PresenceRecord presence, long now) {
    return presence.seen(userId, now);
  }

  UserRef user() {
    return user;
  }

  String userId() {
    return user.userId();
  }

  /** Somebody watches who was told this much. */
  void add(Watcher watcher, UserPresence soFar) {
    told.put(watcher, soFar);
    newcomers.add(watcher);
  }

  /** What one who watches was told last. */
  UserPresence told(Watcher watcher) {
    return told.get(watcher);
  }

  /** Somebody watches no more; returns whether nobody is left. */
  boolean remove(Watcher watcher) {
    told.remove(watcher);
    return told.isEmpty();
  }

  /** Takes what the record shows now, and names the watchers to whom it may be news. */
  Collection<Watcher> show(UserPresence now) {
    List<Watcher> concerned = now.equals(current) ? newcomers : List.copyOf(told.keySet());
    current = now;
    newcomers = new ArrayList<>();
    return concerned;
  }

  /** What that watcher has to be told, if anything; afterwards it counts as told. */
  Optional<UserPresence> newsFor(Watcher watcher, boolean maySee) {
    UserPresence view = maySee ? current : hidden;
    UserPresence before = told.replace(watcher, view);
    return before == null || view.equals(before) ? Optional.empty() : Optional.of(view);
  }
}
