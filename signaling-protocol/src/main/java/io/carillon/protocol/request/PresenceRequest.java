package io.carillon.protocol.request;

import io.carillon.protocol.Check;
import io.carillon.protocol.Limits;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.ProtocolException;
import java.util.List;

/** What a client asks of presence-service. */
public sealed interface PresenceRequest extends Request {

  /**
   * Sets what others see of this user.
   *
   * @param status online, away, dnd or invisible
   * @param text at most 256 characters, or null for none
   * @param callWaiting whether a second caller may ring; null leaves it as it is
   */
  record Set(PresenceStatus status, String text, Boolean callWaiting) implements PresenceRequest {
    public Set {
      Check.present("status", status);
      if (status == PresenceStatus.IN_CALL || status == PresenceStatus.OFFLINE) {
        throw ProtocolException.badField("status", "must be online, away, dnd or invisible");
      }
      Check.text("text", text, 256);
    }
  }

  /** Asks for these users' presence, now and whenever it changes. */
  record Subscribe(List<String> users) implements PresenceRequest {
    public Subscribe {
      users = List.copyOf(Check.users("users", users, Limits.MAX_PRESENCE_USERS));
    }
  }

  /** Takes a subscription back. */
  record Unsubscribe(List<String> users) implements PresenceRequest {
    public Unsubscribe {
      users = List.copyOf(Check.users("users", users, Limits.MAX_PRESENCE_USERS));
    }
  }

  /** Asks for these users' presence once. */
  record Get(List<String> users) implements PresenceRequest {
    public Get {
      users = List.copyOf(Check.users("users", users, Limits.MAX_PRESENCE_USERS));
    }
  }
}
