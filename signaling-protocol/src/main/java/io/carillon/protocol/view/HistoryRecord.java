package io.carillon.protocol.view;

import io.carillon.protocol.MediaKind;
import java.util.List;

/**
 * A call of the past, as one user's history has it.
 *
 * @param direction {@code outgoing} for who made the call or entered it unasked, {@code incoming}
 *     for who was rung
 * @param peers the other users
 * @param startedAt when the call was made, milliseconds since the epoch
 * @param durationMs how long this user was in it; 0 if not at all
 * @param outcome {@code answered}, or the reason why it was not
 * @param room the room, or null
 */
public record HistoryRecord(
    String callId,
    MediaKind media,
    String direction,
    List<String> peers,
    long startedAt,
    long durationMs,
    String outcome,
    String room) {
  public HistoryRecord {
    peers = List.copyOf(peers);
  }
}
