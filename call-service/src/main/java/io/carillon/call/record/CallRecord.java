package io.carillon.call.record;

import io.carillon.call.core.Call;
import io.carillon.call.core.Party;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one user's history says of a call.
 *
 * @param startedAt when it was made, milliseconds since the epoch
 * @param outcome {@code answered}, or the reason why it was not
 * @param seen false while it is a missed call that waits to be looked at
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
    boolean seen) {
  private static final String ANSWERED = "answered";

  /** The records of a call that is over, one for each user. */
  static List<CallRecord> of(Call call) {
    return call.parties().stream().map(party -> of(call, party)).toList();
  }

  private static CallRecord of(Call call, Party party) {
    boolean outgoing = party.userId().equals(call.from().userId());
    boolean answered = call.startedAt() != 0;
    return new CallRecord(
        call.app(),
        party.userId(),
        call.callId(),
        call.media(),
        outgoing,
        call.parties().stream()
            .map(Party::userId)
            .filter(user -> !user.equals(party.userId()))
            .toList(),
        call.createdAt(),
        call.end().durationMs(),
        answered ? ANSWERED : call.end().reason().code(),
        outgoing || answered || party.reason() == EndReason.DECLINED);
  }

  String direction() {
    return outgoing ? "outgoing" : "incoming";
  }

  String peerList() {
    return peers.stream().collect(Collectors.joining(","));
  }
}
