package io.carillon.presence.roster;

import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.event.PresenceEvent;
import io.carillon.protocol.view.UserPresence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody is to be told of a batch: a list that grows by one entry at a time. Those who grow
 * it alike from the same beginning hold the same object, so that their event is encoded once.
 */
final class News {
  private final List<UserPresence> users;
  private Map<UserPresence, News> longer = Map.of();
  private Notice notice;

  private News(List<UserPresence> users) {
    this.users = users;
  }

  /** The beginning of a batch: nothing yet. */
  static News none() {
    return new News(List.of());
  }

  boolean isEmpty() {
    return users.isEmpty();
  }

  /** This and one more. */
  News and(UserPresence user) {
    if (longer.isEmpty()) {
      longer = new HashMap<>();
    }
    return longer.computeIfAbsent(
        user,
        added -> {
          List<UserPresence> all = new ArrayList<>(users);
          all.add(added);
          return new News(all);
        });
  }

  /** The event. */
  Notice notice() {
    if (notice == null) {
      notice = Notice.of(new PresenceEvent.Changed(users));
    }
    return notice;
  }
}
