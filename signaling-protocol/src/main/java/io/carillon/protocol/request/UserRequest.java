package io.carillon.protocol.request;

import io.carillon.protocol.Check;

/** What a client says about whom its user wants to be called by. */
public sealed interface UserRequest extends Request {
  /** That user rings here no more, and does not learn of it. */
  record Block(String userId) implements UserRequest {
    public Block {
      Check.userId("userId", userId);
    }
  }

  /** That user may ring here again. */
  record Unblock(String userId) implements UserRequest {
    public Unblock {
      Check.userId("userId", userId);
    }
  }

  /** Asks who is blocked. */
  record ListBlocked() implements UserRequest {}
}
