package io.carillon.presence.edge;

import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.SessionHandover.KeptReply;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The replies of a session's latest requests, so that a request that is sent again under its id is
 * answered again and does nothing twice. Keeps each for two minutes, but no more than a bounded
 * number and size, oldest forgotten first. Confined to the session's loop.
 */
final class ReplyCache {
  static final long KEEP_MS = 120_000;
  static final int MAX_REPLIES = 24_000;
  static final int MAX_CHARS = 2 * 1024 * 1024;

  /** A request and, once it is there, its reply. */
  static final class Entry {
    private final long askedAt;
    private EdgeSocket asker;
    private int times;
    private boolean ok;
    private String json;

    private Entry(EdgeSocket asker, long askedAt) {
      this.asker = asker;
      this.askedAt = askedAt;
      this.times = 1;
    }

    boolean isSettled() {
      return json != null;
    }

    boolean isOk() {
      return ok;
    }

    /** The data of an ok, or the error. */
    String json() {
      return json;
    }

    /** The socket that waits for the reply. */
    EdgeSocket asker() {
      return asker;
    }

    /** How often it asked. */
    int times() {
      return times;
    }

    /** The same request came again before its reply. A socket that is gone waits no more. */
    void askAgain(EdgeSocket socket) {
      times = socket == asker ? times + 1 : 1;
      asker = socket;
    }
  }

  private Map<String, Entry> entries;
  private int chars;

  /** The entry of an id, or null. */
  Entry find(String id) {
    return entries == null ? null : entries.get(id);
  }

  /** Makes the entry of a request that begins. */
  Entry open(String id, EdgeSocket asker, long nowMs) {
    evict(nowMs);
    if (entries == null) {
      entries = new LinkedHashMap<>();
    }
    Entry entry = new Entry(asker, nowMs);
    entries.put(id, entry);
    return entry;
  }

  /** Stores the reply. */
  void settle(Entry entry, boolean ok, String json) {
    entry.ok = ok;
    entry.json = json;
    entry.asker = null;
    chars += json.length();
  }

  /** The replies that there are, oldest first. */
  List<KeptReply> kept() {
    return entries == null
        ? List.of()
        : entries.entrySet().stream()
            .filter(entry -> entry.getValue().isSettled())
            .map(
                entry ->
                    new KeptReply(
                        entry.getKey(), entry.getValue().ok, new RawJson(entry.getValue().json)))
            .toList();
  }

  /** Takes over replies that another edge gave. */
  void restore(List<KeptReply> replies, long nowMs) {
    for (KeptReply reply : replies) {
      settle(open(reply.id(), null, nowMs), reply.ok(), reply.data().text());
    }
  }

  boolean isEmpty() {
    return entries == null;
  }

  /** Forgets a request that may be tried again. */
  void forget(String id) {
    entries.remove(id);
  }

  /** Forgets what is too old or too much; one that waits for its reply stays. */
  void evict(long nowMs) {
    if (entries == null) {
      return;
    }
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      boolean spent =
          nowMs - entry.askedAt > KEEP_MS || entries.size() > MAX_REPLIES || chars > MAX_CHARS;
      if (!spent || !entry.isSettled()) {
        break;
      }
      chars -= entry.json.length();
      oldest.remove();
    }
    if (entries.isEmpty()) {
      entries = null;
    }
  }
}
