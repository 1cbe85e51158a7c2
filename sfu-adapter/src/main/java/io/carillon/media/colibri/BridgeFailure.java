package io.carillon.media.colibri;

import java.io.Serial;

/** A request that a bridge did not carry out. What to do about it depends on {@link #kind()}. */
public final class BridgeFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The kinds, told apart as jicofo does ({@code ColibriV2SessionManager.handleResponse}). */
  public enum Kind {
    /** The bridge does not take such a request: neither here nor elsewhere will it work again. */
    BAD_REQUEST,
    /** The bridge has lost the conference, or never had it: it must be made anew. */
    CONFERENCE_MISSING,
    /** There is a conference of that id already: somebody else's, or an answer was lost. */
    CONFERENCE_EXISTS,
    /** The bridge has given the endpoint up, or never had it: it must be made anew. */
    ENDPOINT_MISSING,
    /** There is an endpoint of that id already. */
    ENDPOINT_EXISTS,
    /** The bridge takes no new conferences; those that it has go on. */
    SHUTTING_DOWN,
    /** No answer in time, or none that makes sense: the bridge's conferences belong elsewhere. */
    NOT_OPERATIONAL
  }

  private final Kind kind;

  BridgeFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  BridgeFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** Whether the conference is over on this bridge, whatever is asked of it next. */
  boolean endsConference() {
    return kind == Kind.CONFERENCE_MISSING || kind == Kind.NOT_OPERATIONAL;
  }
}
