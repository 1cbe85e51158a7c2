package io.carillon.call.core;

/** What a step on a call asks of others, besides the events. */
public enum Consequence {
  /** The adapter has to know who takes part, and where. */
  MEDIA_SESSION,
  /** It rings. */
  RINGS,
  /** A first device of the callee alerts. */
  ALERTED,
  /** It was answered. */
  ANSWERED,
  /** Media is up between all parties for the first time. */
  CONNECTED,
  /** It is over. */
  ENDED
}
