package io.carillon.protocol.contract;

/** The answer of a service that has nothing to say but that it is done. */
public record Done() {
  /** The only one that is needed. */
  public static final Done DONE = new Done();
}
