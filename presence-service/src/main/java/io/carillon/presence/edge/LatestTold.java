package io.carillon.presence.edge;

import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionHandover.LastTold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a session was told last of each of its latest calls. A node that was stopped and goes on, or
 * two that tell the same after a third one died, must not take a client back. Takes no memory
 * before there is a call. Confined to the session's loop.
 */
final class LatestTold {
  /**
   * Calls that are remembered; the one that was heard of least lately is forgotten first. More than
   * the busiest session has in the 20 s of which a node may tell anew.
   */
  static final int MOST = 1024;

  private static final int FIRST_CAPACITY = 4;
  private static final float LOAD = 0.75f;
  private static final String ENDED = "call.ended";

  /** After these nothing more is due of the call until the session is told of it anew. */
  private static final Set<String> LAST = Set.of(ENDED, "call.handledElsewhere");

  /** What tells a session anew of a call that is over for it. */
  private static final Set<String> ANEW = Set.of("call.invited", "call.transferred");

  /** What follows from the state alone, and may be told again. */
  private static final Set<String> REPEATABLE =
      Set.of("call.invited", "call.transferred", "call.state", ENDED, "call.handledElsewhere");

  private Map<String, LastTold> byCall;

  /** Takes note of an event; returns whether the session does not know it, or more, already. */
  boolean isNews(Notice notice) {
    String type = notice.type();
    if (!type.startsWith("call.") && !type.equals("media.state")) {
      return true;
    }
    String data = notice.data().text();
    String callId = CallStamp.callId(data);
    long version = callId == null ? Long.MAX_VALUE : CallStamp.version(callId, data);
    if (version == Long.MAX_VALUE) {
      return true;
    }
    LastTold before = byCall == null ? null : byCall.get(callId);
    if (before != null && isOld(before, version, type)) {
      return false;
    }
    put(callId, new LastTold(version, type, before == null ? 0 : before.shown()));
    return true;
  }

  /** What comes late from a node that was stopped may be of the very step that was the last. */
  private static boolean isOld(LastTold before, long version, String type) {
    if (LAST.contains(before.type())) {
      return version <= before.version() || !ANEW.contains(type);
    }
    return version < before.version()
        || (REPEATABLE.contains(type)
            && (version < before.shown()
                || (version == before.version() && before.type().equals(type))));
  }

  /**
   * A reply showed the session a call, or a later version of it. What another node makes of an
   * earlier one is no news then; single events of earlier steps may still be.
   */
  void shownInReply(String callId, long version) {
    LastTold before = byCall == null ? null : byCall.get(callId);
    put(
        callId,
        before == null
            ? new LastTold(0, "", version)
            : new LastTold(before.version(), before.type(), Math.max(version, before.shown())));
  }

  /** The session began with a view of a call; what is older is no news. */
  void shown(String callId, long version) {
    put(callId, new LastTold(version, "", version));
  }

  /** A reply told the session of a call, which it may have left before. */
  void toldAnew(String callId) {
    put(callId, new LastTold(version(callId), "", 0));
  }

  private void put(String callId, LastTold told) {
    if (byCall == null) {
      byCall = new LinkedHashMap<>(FIRST_CAPACITY, LOAD, true);
    }
    byCall.put(callId, told);
    if (byCall.size() > MOST) {
      byCall.remove(byCall.keySet().iterator().next());
    }
  }

  /** The calls that live as far as the session was told. */
  List<String> live() {
    return byCall == null
        ? List.of()
        : byCall.entrySet().stream()
            .filter(entry -> !LAST.contains(entry.getValue().type()))
            .map(Map.Entry::getKey)
            .toList();
  }

  /** The version that the session was told last, by an event or a reply; 0 if none. */
  long version(String callId) {
    LastTold told = byCall == null ? null : byCall.get(callId);
    return told == null ? 0 : Math.max(told.version(), told.shown());
  }

  /** All of it, to be handed over. */
  Map<String, LastTold> all() {
    return byCall == null ? Map.of() : Map.copyOf(byCall);
  }

  /** Takes over what another edge noted. */
  void restore(Map<String, LastTold> all) {
    all.forEach(this::put);
  }
}
