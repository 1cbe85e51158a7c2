package io.carillon.call.core;

import io.carillon.protocol.Description;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.Peer;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.TopologyWish;
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
   * @param to the users to ring; none for a room
   * @param group whether the call outlives any one party
   * @param room the room that it is to be, or null
   * @param offer the caller's offer, or null
   * @param topology how its media is to flow; null for auto
   */
  record Create(
      SessionRef from,
      String callId,
      List<String> to,
      MediaKind media,
      boolean group,
      String room,
      long ringTimeoutMs,
      RawJson userInfo,
      Description offer,
      TopologyWish topology,
      long now)
      implements OfDevice {
    public Create {
      to = List.copyOf(to);
      topology = topology == null ? TopologyWish.AUTO : topology;
    }
  }

  /**
   * An administrator makes a group call: everybody is rung, who is named as its creator included.
   *
   * @param creator who stands first
   * @param to the other users to ring
   */
  record Convene(
      String app,
      String callId,
      String creator,
      List<String> to,
      MediaKind media,
      long ringTimeoutMs,
      RawJson userInfo,
      long now)
      implements CallCommand {
    public Convene {
      to = List.copyOf(to);
    }
  }

  /**
   * Lines were looked at: their users ring or are out.
   *
   * @param reaches what was found, for some of those who are invited; empty for a room
   */
  record Prepared(List<Reach> reaches, long now) implements CallCommand {
    public Prepared {
      reaches = List.copyOf(reaches);
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

  /**
   * The user cancels, hangs up or leaves.
   *
   * @param everyone whether a group ends for all
   * @param admin whether the user may do what only the creator may
   */
  record Hangup(
      SessionRef from,
      EndReason reason,
      RawJson userInfo,
      boolean everyone,
      boolean admin,
      long now)
      implements OfDevice {}

  /** A party asks for more users to be rung. Nobody rings until {@link Prepared}. */
  record Add(SessionRef from, List<String> to, long now) implements OfDevice {
    public Add {
      to = List.copyOf(to);
    }
  }

  /** An administrator has more users rung; nobody rings until {@link Prepared}. */
  record Summon(List<String> to, long now) implements CallCommand {
    public Summon {
      to = List.copyOf(to);
    }
  }

  /** A device enters a group call without having been rung. */
  record Join(SessionRef from, long now) implements OfDevice {}

  /** Tells the others something of the app's own. */
  record Update(SessionRef from, RawJson userInfo, long now) implements OfDevice {}

  /**
   * Hands the part of this device to another of its user's devices.
   *
   * @param to the session of that device, or null if it has none
   */
  record Transfer(SessionRef from, SessionRef to, long now) implements OfDevice {}

  /** What this party sends from now on. */
  record SetMedia(SessionRef from, MediaFlags media, long now) implements OfDevice {}

  /**
   * A party is kept from sending, or may send again.
   *
   * @param admin whether the one who asks may do what only the creator may
   * @param userId who is meant
   * @param deviceId the device that is meant; null for whichever is in
   */
  record Mute(
      SessionRef from, boolean admin, String userId, String deviceId, Muting muting, long now)
      implements OfDevice {}

  /** The same by an administrator. */
  record Silence(String userId, Muting muting, long now) implements CallCommand {}

  /**
   * A user is taken out.
   *
   * @param admin whether the one who asks may do what only the creator may
   * @param userId who is meant
   * @param deviceId the device that is meant; null for whichever is in
   */
  record Expel(
      SessionRef from, boolean admin, String userId, String deviceId, EndReason reason, long now)
      implements OfDevice {}

  /** How this party's connection to a peer stands. */
  record ReportConnection(SessionRef from, Peer peer, PeerState state, long now)
      implements OfDevice {}

  /**
   * Two users invited each other: this call stays, and counts as answered by the device with which
   * its callee made the other one.
   *
   * @param by that device
   */
  record Cross(SessionRef by, long now) implements CallCommand {}

  /**
   * Another call takes the place of this one.
   *
   * @param survivor the other call's id
   * @param whileRinging whether only a call that nobody has answered yet may give way
   */
  record GiveWay(String survivor, boolean whileRinging, long now) implements CallCommand {}

  /** An administrator ends the call. */
  record End(long now) implements CallCommand {}

  /** An administrator takes a user out of the call. */
  record Remove(String userId, long now) implements CallCommand {}

  /**
   * The bridge of a call carries it no more, or none could be had.
   *
   * @param epoch the epoch that it was, or was to be, the bridge of
   * @param renew whether another one may be had at once
   */
  record BridgeLost(int epoch, boolean renew, long now) implements CallCommand {}

  /** The histories of all users have the call, which is over. */
  record Recorded(long now) implements CallCommand {}

  /**
   * Word of the call may have been lost: how it stands is told once more.
   *
   * @param to the one session to tell, or null for all
   */
  record Restate(SessionRef to, long now) implements CallCommand {}

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
}
