package io.carillon.media.conference;

/**
 * An m-line of an offer.
 *
 * @param mid its number in the session, never used again
 * @param use null once its source has left
 * @param open false for a line with port 0: its source has left, or the client rejected it
 */
record Line(int mid, MediaType type, LineUse use, boolean open) {
  static Line opened(int mid, LineUse use) {
    return new Line(mid, use.type(), use, true);
  }

  /** Its source has left. */
  Line closed() {
    return new Line(mid, type, null, false);
  }

  /** The client wants nothing of it. */
  Line rejected() {
    return new Line(mid, type, use, false);
  }

  boolean isFor(LineUse other) {
    return use != null && use.isSameAs(other);
  }

  String midText() {
    return Integer.toString(mid);
  }
}
