package io.carillon.protocol.view;

import io.carillon.protocol.CallState;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.Topology;
import java.util.List;

/**
 * A call, as clients see it. Times are milliseconds since the epoch on the server's clock.
 *
 * @param version counts up with each step of the call; clients apply what is equal or newer
 * @param epoch counts up with each change of the topology or the bridge
 * @param interrupted true while the call waits for a bridge; null otherwise
 * @param expiresAt when it stops ringing; null once it has
 * @param parties the creator first, invited ones last
 */
public record CallView(
    String callId,
    long version,
    int epoch,
    MediaKind media,
    Topology topology,
    Boolean interrupted,
    CallState state,
    String room,
    Boolean group,
    DeviceRef from,
    long createdAt,
    Long expiresAt,
    Long startedAt,
    Long endedAt,
    RawJson userInfo,
    List<PartyView> parties,
    CallEnd end) {
  public CallView {
    parties = List.copyOf(parties);
  }
}
