package io.carillon.call.core;

import io.carillon.protocol.contract.SessionRef;
import java.util.List;

/**
 * How an invited user can be reached.
 *
 * @param told the user's sessions, to be told if the user rings
 * @param pushed whether a push provider took a wake-up
 * @param pretence the alert that the caller is to hear of if the user is unaware; null for none
 */
public record Reach(
    String userId, Line line, List<SessionRef> told, boolean pushed, Party.Pretence pretence) {
  /** How the user's line was found. */
  public enum Line {
    /** There is somebody to ring. */
    FREE,
    /** In another call. */
    BUSY,
    /** Not to be disturbed. */
    DND,
    /** Neither a session nor a device that can be woken. */
    UNREACHABLE,
    /** Has blocked the caller: nobody is told, and the caller does not see that. */
    UNAWARE
  }

  public Reach {
    told = List.copyOf(told);
  }

  /** A user who is rung. */
  public static Reach free(String userId, List<SessionRef> told, boolean pushed) {
    return new Reach(userId, Line.FREE, told, pushed, null);
  }

  /** A user who is not rung. */
  public static Reach without(String userId, Line line) {
    return new Reach(userId, line, List.of(), false, null);
  }

  /** A user who seems to be rung. */
  public static Reach unaware(String userId, boolean pushed, Party.Pretence pretence) {
    return new Reach(userId, Line.UNAWARE, List.of(), pushed, pretence);
  }
}
