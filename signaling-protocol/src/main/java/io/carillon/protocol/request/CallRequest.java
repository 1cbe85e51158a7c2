package io.carillon.protocol.request;

import io.carillon.protocol.Check;
import io.carillon.protocol.Description;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.Limits;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.SdpType;
import io.carillon.protocol.TopologyWish;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a client asks of call-service. The verbs are those of XEP-0353 and of Matrix's {@code
 * m.call}.
 */
public sealed interface CallRequest extends Request {

  /**
   * Rings users.
   *
   * @param topology null for auto; {@code sfu} is refused by call-service while there is no
   *     videobridge
   * @param ringTimeoutMs 5,000 to 180,000, or null for the server's default
   * @param description the offer of a 1:1 call, or null: then the acceptor offers
   */
  record Invite(
      String callId,
      List<String> to,
      MediaKind media,
      TopologyWish topology,
      Boolean group,
      Long ringTimeoutMs,
      RawJson userInfo,
      Description description)
      implements CallRequest {
    public Invite {
      Check.callId(callId);
      to = List.copyOf(Check.users("to", to, Limits.MAX_INVITEES));
      Check.present("media", media);
      Check.range("ringTimeoutMs", ringTimeoutMs, 5_000, 180_000);
      Check.userInfo(userInfo);
      Description.expect(SdpType.OFFER, description);
      if (topology == TopologyWish.SFU && description != null) {
        throw ProtocolException.badField("description", "is for a direct call: the bridge offers");
      }
    }
  }

  /** This device alerts its user. */
  record Ringing(String callId) implements CallRequest {
    public Ringing {
      Check.callId(callId);
    }
  }

  /**
   * Answers the call on this device.
   *
   * @param description the answer to the invitation's offer, or null
   */
  record Accept(String callId, RawJson userInfo, Description description) implements CallRequest {
    public Accept {
      Check.callId(callId);
      Check.userInfo(userInfo);
      Description.expect(SdpType.ANSWER, description);
    }
  }

  /**
   * Declines for all devices of the user.
   *
   * @param reason {@code declined} or {@code busy}; null means declined
   */
  record Reject(String callId, EndReason reason, RawJson userInfo) implements CallRequest {
    public Reject {
      Check.callId(callId);
      reason = reason == null ? EndReason.DECLINED : reason;
      if (reason != EndReason.DECLINED && reason != EndReason.BUSY) {
        throw ProtocolException.badField("reason", "must be declined or busy");
      }
      Check.userInfo(userInfo);
    }
  }

  /**
   * Cancels before the answer, ends or leaves after it.
   *
   * @param reason one that a client can know; null means hangup
   * @param everyone whether a group ends for all; null means no
   */
  record Hangup(String callId, EndReason reason, RawJson userInfo, Boolean everyone)
      implements CallRequest {
    private static final Set<EndReason> CLIENTS_MAY_SAY =
        EnumSet.of(
            EndReason.HANGUP,
            EndReason.CANCELLED,
            EndReason.CONNECTION_LOST,
            EndReason.MEDIA_FAILED);

    public Hangup {
      Check.callId(callId);
      reason = reason == null ? EndReason.HANGUP : reason;
      if (!CLIENTS_MAY_SAY.contains(reason)) {
        throw ProtocolException.badField("reason", "is not one that a client may give");
      }
      Check.userInfo(userInfo);
      everyone = everyone != null && everyone;
    }
  }

  /**
   * Rings more users into a live call, which is a group call from then on.
   *
   * @param to those to ring; who is in the call or is being rung already is left alone
   */
  record Add(String callId, List<String> to) implements CallRequest {
    public Add {
      Check.callId(callId);
      to = List.copyOf(Check.users("to", to, Limits.MAX_INVITEES));
    }
  }

  /**
   * Enters a running group call, by its id, or a room, by its name, without ringing anybody.
   *
   * @param callId the group call, or null if {@code room} is given
   * @param room the room, or null if {@code callId} is given
   * @param media what a room that is created starts with; needed with {@code room}
   * @param create whether a room that is empty is opened; null means no
   * @param topology what a room that is opened is for; null for auto
   */
  record Join(String callId, String room, MediaKind media, Boolean create, TopologyWish topology)
      implements CallRequest {
    public Join {
      if ((callId == null) == (room == null)) {
        throw ProtocolException.badField("callId", "either callId or room must be given");
      }
      if (callId != null) {
        Check.callId(callId);
        if (topology != null) {
          throw ProtocolException.badField("topology", "is for a room that is opened");
        }
      } else {
        Check.room(room);
        Check.present("media", media);
      }
      create = create != null && create;
    }
  }

  /** Tells the others something of the app's own: their screens are to be updated. */
  record Update(String callId, RawJson userInfo) implements CallRequest {
    public Update {
      Check.callId(callId);
      Check.userInfo(Check.present("userInfo", userInfo));
    }
  }

  /**
   * Keeps a party of a group from sending, or lets it send again. For the creator of the call, or a
   * token that grants {@code admin}.
   *
   * @param deviceId the device that is meant, or null for whichever is in
   * @param audio true to mute, false to let it send again, null to leave that as it is
   */
  record Mute(
      String callId, String userId, String deviceId, Boolean audio, Boolean video, Boolean screen)
      implements CallRequest {
    public Mute {
      Check.callId(callId);
      Check.userId("userId", userId);
      if (deviceId != null) {
        Check.deviceId("deviceId", deviceId);
      }
      Check.anyPresent("audio", audio, video, screen);
    }
  }

  /**
   * Takes a user out of a group, who can't join it again unless added. For the creator of the call,
   * or a token that grants {@code admin}.
   *
   * @param deviceId the device that is meant, or null for whichever is in
   * @param reason what the others are told: {@code removed} or {@code hangup}; null means removed
   */
  record Remove(String callId, String userId, String deviceId, EndReason reason)
      implements CallRequest {
    public Remove {
      Check.callId(callId);
      Check.userId("userId", userId);
      if (deviceId != null) {
        Check.deviceId("deviceId", deviceId);
      }
      reason = reason == null ? EndReason.REMOVED : reason;
      if (reason != EndReason.REMOVED && reason != EndReason.HANGUP) {
        throw ProtocolException.badField("reason", "must be removed or hangup");
      }
    }
  }

  /** Hands this user's part to another of the user's own devices. */
  record Transfer(String callId, String toDevice) implements CallRequest {
    public Transfer {
      Check.callId(callId);
      Check.deviceId("toDevice", toDevice);
    }
  }

  /** Asks for one call. */
  record Get(String callId) implements CallRequest {
    public Get {
      Check.callId(callId);
    }
  }

  /** Asks for all live calls of this user. */
  record ListCalls() implements CallRequest {}
}
