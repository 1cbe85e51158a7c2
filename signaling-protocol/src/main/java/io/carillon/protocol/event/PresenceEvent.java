package io.carillon.protocol.event;

import io.carillon.protocol.view.UserPresence;
import java.util.List;

/** What others see of users. */
public sealed interface PresenceEvent extends Event {

  /** These users' presence changed; a batch of the latest of each. */
  record Changed(List<UserPresence> users) implements PresenceEvent {
    public Changed {
      users = List.copyOf(users);
    }
  }
}
