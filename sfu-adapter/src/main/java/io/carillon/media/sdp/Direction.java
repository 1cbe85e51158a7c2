package io.carillon.media.sdp;

import java.util.Arrays;

/** Who sends in a section, as seen by the side that wrote it (RFC 8866, section 6.7). */
public enum Direction {
  /** Both sides. */
  SENDRECV(true, true),
  /** The side that wrote it. */
  SENDONLY(true, false),
  /** The side that reads it. */
  RECVONLY(false, true),
  /** Neither. */
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  /** Whether the side that wrote it sends. */
  public boolean sends() {
    return sends;
  }

  /** Whether the side that wrote it receives. */
  public boolean receives() {
    return receives;
  }

  /** The name of its attribute. */
  public String attribute() {
    return switch (this) {
      case SENDRECV -> "sendrecv";
      case SENDONLY -> "sendonly";
      case RECVONLY -> "recvonly";
      case INACTIVE -> "inactive";
    };
  }

  /** Whether this may be said in answer to that (RFC 3264, section 6.1). */
  public boolean answers(Direction offered) {
    return (!sends || offered.receives) && (!receives || offered.sends);
  }

  /** What those attributes say; {@link #SENDRECV} if they say nothing. */
  static Direction of(Attributes attributes) {
    return Arrays.stream(values())
        .filter(direction -> attributes.has(direction.attribute()))
        .findFirst()
        .orElse(SENDRECV);
  }
}
