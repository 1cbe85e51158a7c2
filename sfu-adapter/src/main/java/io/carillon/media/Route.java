package io.carillon.media;

import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.media.MediaRecord;
import java.time.Duration;

/** What is to become of a message between two parties: the rules of the relay, and nothing else. */
sealed interface Route {
  /** How long messages of the epoch before are still relayed. */
  Duration OLD_EPOCH_GRACE = Duration.ofSeconds(30);

  /** To the session that the receiver is in with. */
  record To(SessionRef session) implements Route {}

  /** Held until a device of this user accepts. */
  record Hold(String userId) implements Route {}

  /** Refused. */
  record Refuse(ProtocolException problem) implements Route {}

  /**
   * Decides.
   *
   * @param now milliseconds since the epoch of time
   */
  static Route of(MediaRecord media, SessionRef from, RelayMessage message, long now) {
    MediaSession session = media.session();
    ProtocolException problem = membership(session, from);
    if (problem == null) {
      problem = epoch(media, message.epoch(), now);
    }
    return problem == null ? towards(session, from, message.to()) : new Refuse(problem);
  }

  /** Why this session may not speak in this call, or null if it may. */
  static ProtocolException membership(MediaSession session, SessionRef from) {
    if (session.ended()) {
      return new ProtocolException(ErrorCode.CALL_ENDED, "the call is over");
    }
    Endpoint own = endpoint(session, from.userId());
    if (own == null
        || own.session() == null
        || !own.session().sessionId().equals(from.sessionId())) {
      return new ProtocolException(ErrorCode.NOT_IN_CALL, "this device is not in the call");
    }
    return null;
  }

  /** Why this session gets nothing over a videobridge in this call, or null if it does. */
  static ProtocolException bridged(MediaSession session, SessionRef from) {
    ProtocolException problem = membership(session, from);
    boolean bridged = session.topology() == Topology.SFU && !session.interrupted();
    return problem != null || bridged
        ? problem
        : new ProtocolException(ErrorCode.INVALID_STATE, "no videobridge carries the call");
  }

  /** That user's part in the call, or null. */
  static Endpoint endpoint(MediaSession session, String userId) {
    for (Endpoint endpoint : session.endpoints()) {
      if (endpoint.userId().equals(userId)) {
        return endpoint;
      }
    }
    return null;
  }

  private static ProtocolException epoch(MediaRecord media, int epoch, long now) {
    int present = media.session().epoch();
    if (epoch == present
        || (epoch == present - 1 && now - media.epochChangedAt() <= OLD_EPOCH_GRACE.toMillis())) {
      return null;
    }
    return new ProtocolException(ErrorCode.INVALID_STATE, "epoch: the call is in epoch " + present);
  }

  private static Route towards(MediaSession session, SessionRef from, DeviceRef to) {
    Endpoint receiver = endpoint(session, to.userId());
    if (receiver == null || to.userId().equals(from.userId())) {
      return notThere("to: that user is no other party of the call");
    }
    if (receiver.session() == null) {
      return to.deviceId() == null
          ? new Hold(to.userId())
          : notThere("to: that user has not answered; name the user alone");
    }
    if (to.deviceId() != null && !to.deviceId().equals(receiver.session().deviceId())) {
      return notThere("to: that user is in the call with another device");
    }
    return new To(receiver.session());
  }

  private static Refuse notThere(String message) {
    return new Refuse(new ProtocolException(ErrorCode.NOT_IN_CALL, message));
  }
}
