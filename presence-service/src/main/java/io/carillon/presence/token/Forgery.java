package io.carillon.presence.token;

import io.carillon.protocol.ProtocolException;
import java.io.Serial;

/** A token whose signature or algorithm is wrong: one that somebody may have made up. */
final class Forgery extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient ProtocolException refusal;

  /** To be answered with that. */
  Forgery(ProtocolException refusal) {
    super(refusal.getMessage(), null, false, false);
    this.refusal = refusal;
  }

  /** What the client is told, whom it does not concern that this was taken for a forgery. */
  static Throwable uncovered(Throwable problem) {
    return problem instanceof Forgery forgery ? forgery.refusal : problem;
  }
}
