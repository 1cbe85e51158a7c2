package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.CallState;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.Json;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.view.CallView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlyNoticesTest {
  private static final Notice INVITED = notice("call.invited", "a", 3);
  private static final SessionSnapshot SNAPSHOT =
      new SessionSnapshot(List.of(call("a", 3)), List.of(), 0, List.of(INVITED));

  @Test
  void whatTheSnapshotIncludesIsDropped() {
    assertThat(
            EarlyNotices.newerThan(
                SNAPSHOT,
                List.of(INVITED, notice("call.ringing", "a", 2), notice("call.accepted", "a", 3))))
        .isEmpty();
  }

  @Test
  void whatIsNewerOrOfAnotherCallOrHasNoVersionStaysInOrder() {
    List<Notice> early =
        List.of(
            notice("call.ended", "a", 4),
            notice("call.invited", "b", 1),
            new Notice("media.candidates", Json.raw(Map.of("callId", "a"))),
            new Notice("call.unknown", Json.raw(Map.of("callId", "a"))));

    assertThat(EarlyNotices.newerThan(SNAPSHOT, early)).isEqualTo(early);
    assertThat(EarlyNotices.newerThan(SessionSnapshot.EMPTY, early)).isEqualTo(early);
  }

  private static Notice notice(String type, String callId, long version) {
    return new Notice(type, Json.raw(Map.of("callId", callId, "version", version)));
  }

  private static CallView call(String callId, long version) {
    return new CallView(
        callId,
        version,
        0,
        MediaKind.AUDIO,
        Topology.DIRECT,
        null,
        CallState.RINGING,
        null,
        null,
        new DeviceRef("alice", "phone"),
        1,
        null,
        null,
        null,
        null,
        List.of(),
        null);
  }
}
