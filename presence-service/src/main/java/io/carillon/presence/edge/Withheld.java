package io.carillon.presence.edge;

import io.carillon.protocol.contract.Notice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events about calls that wait for replies to what the same session has asked about these calls: so
 * a client never meets an effect of its request before the reply. Takes no memory while nothing is
 * asked. Confined to the session's loop.
 */
final class Withheld {
  private Map<String, Waiting> byCall;

  private static final class Waiting {
    private final List<Notice> notices = new ArrayList<>(2);
    private int requests;
  }

  /** A request about that call is under way. */
  void begin(String callId) {
    if (byCall == null) {
      byCall = new HashMap<>();
    }
    byCall.computeIfAbsent(callId, unused -> new Waiting()).requests++;
  }

  /** Takes an event that has to wait; returns whether it does. */
  boolean takes(Notice notice) {
    if (byCall == null) {
      return false;
    }
    Waiting waiting = byCall.get(CallStamp.callId(notice.data().text()));
    return waiting != null
        && waiting.notices.size() < EventLog.MAX_EVENTS
        && waiting.notices.add(notice);
  }

  /** What waits, whatever the replies will be; nothing does from now on. */
  List<Notice> release() {
    if (byCall == null) {
      return List.of();
    }
    List<Notice> all = new ArrayList<>();
    byCall
        .values()
        .forEach(
            waiting -> {
              all.addAll(waiting.notices);
              waiting.notices.clear();
            });
    return all;
  }

  /**
   * A request about that call was answered.
   *
   * @param own events that came with the reply
   * @return what is to follow the reply, in the order of the call's versions: events that waited
   *     are older than those that came with the reply, or younger
   */
  List<Notice> end(String callId, List<Notice> own) {
    Waiting waiting = byCall.get(callId);
    if (--waiting.requests == 0) {
      byCall.remove(callId);
    }
    if (byCall.isEmpty()) {
      byCall = null;
    }
    if (waiting.notices.isEmpty()) {
      return own;
    }
    List<Notice> all = new ArrayList<>(waiting.notices);
    waiting.notices.clear();
    all.addAll(own);
    all.sort(Comparator.comparingLong(notice -> CallStamp.version(callId, notice.data().text())));
    return all;
  }
}
