package io.carillon.videobridge;

/** How a bridge answers over HTTP. Channels and ICE go on in any case. */
public enum Behaviour {
  /** As it should. */
  NORMAL,
  /** With status 500, to questions after its health too. */
  FAILING,
  /** Not at all. */
  HANGING,
  /** As it should, but it takes no new conferences: in graceful shutdown. */
  SHUTTING_DOWN
}
