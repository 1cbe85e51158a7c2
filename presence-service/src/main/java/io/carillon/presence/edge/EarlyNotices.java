package io.carillon.presence.edge;

import io.carillon.protocol.Json;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.view.CallView;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was delivered to a session while call-service was asked for its snapshot. */
final class EarlyNotices {
  private EarlyNotices() {}

  /** What each event of a call has; other events have no version. */
  private record Stamp(String callId, Long version) {}

  /** Those that are not among the notices of the snapshot and not part of its calls already. */
  static List<Notice> newerThan(SessionSnapshot snapshot, List<Notice> early) {
    Map<String, Long> versions =
        snapshot.calls().stream()
            .collect(Collectors.toMap(CallView::callId, CallView::version, Math::max));
    return early.stream()
        .filter(notice -> !snapshot.notices().contains(notice) && !isPartOf(versions, notice))
        .toList();
  }

  private static boolean isPartOf(Map<String, Long> versions, Notice notice) {
    if (versions.isEmpty() || !notice.type().startsWith("call.")) {
      return false;
    }
    Stamp stamp = Json.decode(notice.data(), Stamp.class);
    return stamp.callId() != null
        && stamp.version() != null
        && stamp.version() <= versions.getOrDefault(stamp.callId(), Long.MIN_VALUE);
  }
}
