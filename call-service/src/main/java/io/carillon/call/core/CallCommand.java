package io.carillon.call.core;

import io.carillon.protocol.Description;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import java.util.List;

/**
 * What can be asked of a call. A command carries the time and all else that a decision depends on
 * besides the call, so the same command on the same call decides the same everywhere.
 */
public sealed interface CallCommand {
  /** When the command was given, milliseconds since the epoch. */
  long now();

  /** A command that a device gives. */
  sealed interface OfDevice extends CallCommand {
    /** The session that gave it. */
    SessionRef from();
  }

  /** What becomes of a session that has to do with the call; never refused. */
  sealed interface OfSession extends CallCommand {
    /** The session that it is about. */
    SessionRef session();
  }

  /**
   * Makes a call. Nobody rings until {@link Prepared}.
   *
   * @param to the users to ring
   * @param offer the caller's offer, or null
   */
  record Create(
      SessionRef from,
      String callId,
      List<String> to,
      MediaKind media,
      long ringTimeoutMs,
      RawJson userInfo,
      Description offer,
      long now)
      implements OfDevice {
    public Create {
      to = List.copyOf(to);
    }
  }

  /**
   * The lines were looked at: the call rings or ends.
   *
   * @param told the callee's sessions, to be told if it rings
   * @param pushed whether a push provider took a wake-up
   */
  record Prepared(Line line, List<SessionRef> told, boolean pushed, long now)
      implements CallCommand {
    public Prepared {
      told = List.copyOf(told);
    }
  }

  /** The caller may not make the call: nobody heard of it, and it is gone without a trace. */
  record Withdraw(long now) implements CallCommand {}

  /** Asks for the call, changing nothing. */
  record Get(SessionRef from, long now) implements OfDevice {}

  /** Looks at the call, or finds none, on behalf of the service. */
  record Look(long now) implements CallCommand {}

  /** This device alerts. */
  record Ringing(SessionRef from, long now) implements OfDevice {}

  /** This device answers. */
  record Accept(SessionRef from, RawJson userInfo, Description answer, long now)
      implements OfDevice {}

  /** The user declines: {@code declined} or {@code busy}. */
  record Reject(SessionRef from, EndReason reason, RawJson userInfo, long now)
      implements OfDevice {}

  /** The user cancels or hangs up. */
  record Hangup(SessionRef from, EndReason reason, RawJson userInfo, long now)
      implements OfDevice {}

  /** What this party sends from now on. */
  record SetMedia(SessionRef from, MediaFlags media, long now) implements OfDevice {}

  /** How this party's connection to a peer stands. */
  record ReportConnection(SessionRef from, DeviceRef peer, PeerState state, long now)
      implements OfDevice {}

  /** A new session of a user who has to do with the call. */
  record SessionOpened(SessionRef session, long now) implements OfSession {}

  /**
   * A session's socket dropped.
   *
   * @param graceMs how long it may stay away, milliseconds
   */
  record SessionLost(SessionRef session, long graceMs, long now) implements OfSession {}

  /** A session's socket is back. */
  record SessionResumed(SessionRef session, long now) implements OfSession {}

  /** A session is gone for good. */
  record SessionClosed(SessionRef session, long now) implements OfSession {}

  /** Time has passed. */
  record Tick(long now) implements CallCommand {}

  /** How the callee's line was found. */
  enum Line {
    /** There is somebody to ring. */
    FREE,
    /** In another call. */
    BUSY,
    /** Not to be disturbed. */
    DND,
    /** Neither a session nor a device that can be woken. */
    UNREACHABLE
  }
}
