package io.carillon.call.core;

/** What a step on a call asks of others, besides the events. */
public enum Consequence {
  /** The adapter has to know who takes part, and where. */
  MEDIA_SESSION,
  /** It rings. */
  RINGS,
  /** A room has opened. */
  OPENED,
  /** A first device of an invited user alerts. */
  ALERTED,
  /** It was answered. */
  ANSWERED,
  /** Media is up between the two parties for the first time. */
  CONNECTED,
  /** A user's history has to be written, though the call goes on. */
  PARTED,
  /** It is over. */
  ENDED,
  /** It is told once more how it stands, since word of it may have been lost. */
  RESTATED,
  /** It is over since a while, and nobody has said that the histories have it. */
  UNRECORDED
}
