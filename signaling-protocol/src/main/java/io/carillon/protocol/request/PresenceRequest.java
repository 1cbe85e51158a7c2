package io.carillon.protocol.request;

import io.carillon.protocol.Check;
import io.carillon.protocol.Limits;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.ProtocolException;
import java.util.List;

/** What a client asks of presence-service. */
public sealed interface PresenceRequest extends Request {
  /** The last millisecond of the year 9999. */
  long MAX_UNTIL = 253_402_300_799_999L;

  /**
   * Sets what others see of this user.
   *
   * @param status online, away, dnd or invisible, for all devices of the user; may be absent if one
   *     of the last two is there
   * @param text at most 256 characters, or null for none; taken only with a status
   * @param until when a status other than online ends, milliseconds since the epoch; null: never
   * @param callWaiting whether a second caller may ring; null leaves it as it is
   * @param idle whether nobody attends this device; the user is away while that holds for all
   *     devices; null leaves it as it is
   */
  record Set(PresenceStatus status, String text, Long until, Boolean callWaiting, Boolean idle)
      implements PresenceRequest {
    public Set {
      if (callWaiting == null && idle == null) {
        Check.present("status", status);
      }
      Check.range("until", until, 0, MAX_UNTIL);
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
