package io.carillon.media;

import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What waits for one user: messages from before the accept, and behind them those that come while
 * they are let go. Guarded by its {@link RelayCall}.
 */
final class HeldMessages {
  /**
   * One message.
   *
   * @param from the sender, who must still be in the call with this session when it is let go
   * @param delivered whether the receiver got it; null if the sender has its reply already
   */
  record Held(SessionRef from, Notice notice, Promise<Boolean> delivered) {
    void settle(boolean outcome) {
      if (delivered != null) {
        delivered.complete(outcome);
      }
    }
  }

  final Deque<Held> queue = new ArrayDeque<>();

  /** Set once a device has accepted; completes when nothing waits any more. */
  Promise<Void> drained;
}
