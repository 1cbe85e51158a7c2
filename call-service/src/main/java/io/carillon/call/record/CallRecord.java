package io.carillon.call.record;

import io.carillon.call.core.Call;
import io.carillon.call.core.Party;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import java.util.List;

/**
 * What one user's history says of a call.
 *
 * @param outgoing whether the user made the call, or entered it unasked
 * @param startedAt when it was made, milliseconds since the epoch
 * @param durationMs how long the user was in it
 * @param outcome {@code answered}, or the reason why the user was never in
 * @param room the room that it was, or null
 * @param seen false while it is a missed call that waits to be looked at; one that gave way to
 *     another call was not missed
 */
record CallRecord(
    String app,
    String userId,
    String callId,
    MediaKind media,
    boolean outgoing,
    List<String> peers,
    long startedAt,
    long durationMs,
    String outcome,
    String room,
    boolean seen) {
  static final String OUTGOING = "outgoing";
  static final String INCOMING = "incoming";

  /** A call may have had more guests than anybody wants to read of. */
  static final int MOST_PEERS = 32;

  private static final String ANSWERED = "answered";

  /** The records of those users who are out of a call and knew of it. */
  static List<CallRecord> of(Call call) {
    return call.parties().stream()
        .filter(party -> party.isOut() && !party.unaware())
        .map(party -> of(call, party))
        .toList();
  }

  private static CallRecord of(Call call, Party party) {
    boolean outgoing = party.invitedBy() == null || party.userId().equals(call.from().userId());
    return new CallRecord(
        call.app(),
        party.userId(),
        call.callId(),
        call.media(),
        outgoing,
        call.parties().stream()
            .map(Party::userId)
            .filter(user -> !user.equals(party.userId()))
            .limit(MOST_PEERS)
            .toList(),
        call.createdAt(),
        durationMs(call, party),
        wasTalked(call, party) ? ANSWERED : party.reason().code(),
        call.room(),
        outgoing || party.wasIn() || declined(party) || call.survivor() != null);
  }

  /** A caller alone has talked to nobody. */
  private static boolean wasTalked(Call call, Party party) {
    return party.wasIn() && call.startedAt() != 0;
  }

  private static long durationMs(Call call, Party party) {
    return wasTalked(call, party)
        ? Math.max(0, party.leftAt() - Math.max(party.joinedAt(), call.startedAt()))
        : 0;
  }

  private static boolean declined(Party party) {
    return party.session() != null
        && (party.reason() == EndReason.DECLINED || party.reason() == EndReason.BUSY);
  }

  String direction() {
    return outgoing ? OUTGOING : INCOMING;
  }

  String peerList() {
    return String.join(",", peers);
  }
}
