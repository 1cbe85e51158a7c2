package io.carillon.presence.edge;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of a session that the client has not acknowledged, oldest first. Takes no memory while
 * there are none. Confined to the session's loop.
 */
final class EventLog {
  /** Events that a client may leave unacknowledged. */
  static final int MAX_EVENTS = 512;

  /** Characters of the frames that a client may leave unacknowledged. */
  static final int MAX_CHARS = 1024 * 1024;

  private static final int FIRST_CAPACITY = 8;
  private static final String[] EMPTY = new String[0];

  /** A ring whose length is a power of two; the event of a seq stands at its low bits. */
  private String[] ring = EMPTY;

  private long acked;
  private long last;
  private int chars;

  /** The seq that the next event will have. */
  long next() {
    return last + 1;
  }

  long last() {
    return last;
  }

  long acked() {
    return acked;
  }

  int chars() {
    return chars;
  }

  /** Adds the frame of the event {@link #next()}. */
  void add(String frame) {
    if (size() == ring.length) {
      grow();
    }
    last++;
    ring[slot(last)] = frame;
    chars += frame.length();
  }

  /** Begins behind an event that another edge has sent, with those that it had not. */
  void restore(long seen, List<String> frames) {
    acked = seen;
    last = seen;
    frames.forEach(this::add);
  }

  /** The frames of the events after that one. */
  List<String> after(long seq) {
    List<String> frames = new ArrayList<>();
    for (long next = seq + 1; next <= last; next++) {
      frames.add(get(next));
    }
    return frames;
  }

  /** The frame of an event that is not acknowledged. */
  String get(long seq) {
    return ring[slot(seq)];
  }

  /** Forgets the events up to that one; returns whether there were any. */
  boolean ack(long seq) {
    long upTo = Math.min(seq, last);
    if (upTo <= acked) {
      return false;
    }
    while (acked < upTo) {
      acked++;
      int slot = slot(acked);
      chars -= ring[slot].length();
      ring[slot] = null;
    }
    if (acked == last) {
      ring = EMPTY;
    }
    return true;
  }

  /** Whether the client must acknowledge before it gets more. */
  boolean isOverfull() {
    return size() > MAX_EVENTS || chars > MAX_CHARS;
  }

  /** Whether it holds so much that the session is not worth the memory. */
  boolean isHopeless() {
    return size() > 2 * MAX_EVENTS || chars > 2 * MAX_CHARS;
  }

  private int size() {
    return (int) (last - acked);
  }

  private int slot(long seq) {
    return (int) (seq & (ring.length - 1));
  }

  private void grow() {
    String[] before = ring;
    String[] after = new String[before.length == 0 ? FIRST_CAPACITY : before.length * 2];
    for (long seq = acked + 1; seq <= last; seq++) {
      after[(int) (seq & (after.length - 1))] = before[(int) (seq & (before.length - 1))];
    }
    ring = after;
  }
}
