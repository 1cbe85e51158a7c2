package io.carillon.presence.roster;

import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.UserRef;

/** A session, as one that sees others' presence and is seen. Used on its own event loop alone. */
public interface Watcher {
  /** Whose session it is. */
  UserRef user();

  /** Whether it will never get another event. */
  boolean isGone();

  /** Gives it an event. */
  void tell(Notice notice);

  /** Its client says whether nobody attends the device. */
  void setIdle(boolean idle);
}
