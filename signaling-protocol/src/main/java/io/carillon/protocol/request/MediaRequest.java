package io.carillon.protocol.request;

import io.carillon.protocol.Check;
import io.carillon.protocol.Description;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Limits;
import io.carillon.protocol.Peer;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import java.util.List;

/** What a client asks of sfu-adapter. Names are those of the W3C's WebRTC. */
public sealed interface MediaRequest extends Request {

  /** Sends a session description to another party, or an answer to the bridge. */
  record SendDescription(String callId, Peer to, Description description, int epoch)
      implements MediaRequest {
    public SendDescription {
      Check.callId(callId);
      Check.present("to", to);
      Check.present("description", description);
      Check.range("epoch", epoch, 0, Integer.MAX_VALUE);
    }
  }

  /**
   * Sends ICE candidates to another party.
   *
   * @param candidates RTCIceCandidateInit each, passed on as they are
   * @param end whether these were the last of this generation (RFC 8838, end-of-candidates)
   */
  record SendCandidates(String callId, Peer to, List<RawJson> candidates, Boolean end, int epoch)
      implements MediaRequest {
    public SendCandidates {
      Check.callId(callId);
      Check.present("to", to);
      Check.present("candidates", candidates);
      if (candidates.size() > Limits.MAX_CANDIDATES_PER_MESSAGE) {
        throw new ProtocolException(
            ErrorCode.TOO_LARGE,
            "candidates: at most " + Limits.MAX_CANDIDATES_PER_MESSAGE + " in a message");
      }
      for (RawJson candidate : candidates) {
        if (candidate == null || !candidate.isObject()) {
          throw ProtocolException.badField("candidates", "must be RTCIceCandidateInit objects");
        }
      }
      candidates = List.copyOf(candidates);
      Check.range("epoch", epoch, 0, Integer.MAX_VALUE);
    }
  }

  /** What this party sends from now on. */
  record SetState(String callId, boolean audio, boolean video, boolean screen, boolean hold)
      implements MediaRequest {
    public SetState {
      Check.callId(callId);
    }
  }

  /** How this party's connection to a peer stands. */
  record ReportConnection(String callId, Peer peer, PeerState state) implements MediaRequest {
    public ReportConnection {
      Check.callId(callId);
      Check.present("peer", peer);
      Check.present("state", state);
    }
  }

  /** Figures of this party's connection to a peer; those not named here are ignored. */
  record ReportStats(
      String callId,
      Peer peer,
      Double rttMs,
      Double jitterMs,
      Long packetsLost,
      Long packetsReceived,
      Double bitrateKbps,
      Double framesPerSecond)
      implements MediaRequest {
    public ReportStats {
      Check.callId(callId);
      Check.present("peer", peer);
      Check.notNegative("rttMs", rttMs);
      Check.notNegative("jitterMs", jitterMs);
      Check.range("packetsReceived", packetsReceived, 0, Long.MAX_VALUE);
      Check.notNegative("bitrateKbps", bitrateKbps);
      Check.notNegative("framesPerSecond", framesPerSecond);
    }
  }

  /**
   * What this client wants to get of a call on a bridge; each such request stands for all before.
   *
   * @param lastN of how many others it gets video at most, 0 for none; null for all
   * @param onStage whom it shows large, the most important first; null for nobody
   * @param maxHeight how high a picture it shows, pixels, {@value #MIN_HEIGHT} to {@value
   *     #MAX_HEIGHT}; null for as high as there are
   */
  record Receive(String callId, Long lastN, List<String> onStage, Long maxHeight)
      implements MediaRequest {
    private static final int MOST = 1_000;
    private static final int MIN_HEIGHT = 90;
    private static final int MAX_HEIGHT = 4_320;

    public Receive {
      Check.callId(callId);
      Check.range("lastN", lastN, 0, MOST);
      Check.range("maxHeight", maxHeight, MIN_HEIGHT, MAX_HEIGHT);
      onStage =
          onStage == null || onStage.isEmpty()
              ? List.of()
              : List.copyOf(Check.users("onStage", onStage, Limits.MAX_INVITEES));
    }
  }

  /** Asks for STUN and TURN servers with credentials. */
  record GetIceServers(String callId) implements MediaRequest {
    public GetIceServers {
      if (callId != null) {
        Check.callId(callId);
      }
    }
  }
}
