package io.carillon.faults.check;

import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.Entry;
import io.carillon.faults.log.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the log of a client by hand. Each entry is a second after the one before. */
final class Pen {
  static final String CALL = "c1";
  static final long RINGS_UNTIL = 60_000;

  private static final long STEP_MS = 1_000;

  private final String userId;
  private final String deviceId;
  private final List<Entry> entries = new ArrayList<>();
  private long now;
  private int asked;
  private String session;
  private long seq;

  Pen(String userId, String deviceId) {
    this.userId = userId;
    this.deviceId = deviceId;
  }

  /** The next entry is at that time. */
  Pen at(long ms) {
    now = ms - STEP_MS;
    return this;
  }

  /** Begins a session. */
  Pen connects(String id, View... calls) {
    return connects(id, Map.of(), calls);
  }

  /** Begins a session that hears of calls that have ended. */
  Pen connects(String id, Map<String, String> ended, View... calls) {
    session = id;
    seq = 0;
    return add(new Entry.Connected(next(), now - 1, id, false, List.of(calls), ended));
  }

  Pen loses() {
    return add(new Entry.Disconnected(next(), now));
  }

  Pen asksInVain(String type) {
    asked++;
    return add(new Entry.Asked(next(), "r" + asked, type, CALL));
  }

  /** Asks, and gets its reply half a step later. */
  Pen asks(String type, View... reply) {
    return answered(type, null, reply);
  }

  Pen isRefused(String type, String error) {
    return answered(type, error);
  }

  private Pen answered(String type, String error, View... reply) {
    asksInVain(type);
    Entry.Asked request = (Entry.Asked) entries.getLast();
    return add(new Entry.Answered(request.at() + STEP_MS / 2, request, error, List.of(reply)));
  }

  /** The last request gets its reply. */
  Pen isAnsweredNow(View reply) {
    Entry.Asked open =
        entries.reversed().stream()
            .filter(Entry.Asked.class::isInstance)
            .map(Entry.Asked.class::cast)
            .findFirst()
            .orElseThrow();
    return add(new Entry.Answered(next(), open, null, List.of(reply)));
  }

  Pen hearsElsewhere(long version, String device) {
    return hears("call.handledElsewhere", version, "accepted", device, null);
  }

  Pen hears(String type, long version) {
    return hears(type, version, null, null, null);
  }

  Pen hearsOf(String type, long version, String device) {
    return hears(type, version, null, device, null);
  }

  Pen hearsEnd(long version, String reason) {
    return hears("call.ended", version, reason, null, null);
  }

  Pen hears(String type, View view) {
    return hears(type, view.version(), null, null, view);
  }

  /** The next event has this number. */
  Pen numbered(long next) {
    seq = next - 1;
    return this;
  }

  private Pen hears(String type, long version, String reason, String device, View view) {
    seq++;
    return add(
        new Entry.Heard(next(), now, session, seq, type, CALL, version, reason, device, view));
  }

  ClientLog log() {
    return new ClientLog(userId, deviceId, entries);
  }

  static View ringing(long version) {
    return new View(CALL, version, "ringing", null, RINGS_UNTIL, 0);
  }

  static View active(long version) {
    return new View(CALL, version, "active", null, 0, 0);
  }

  static View ended(long version, String reason, long at) {
    return new View(CALL, version, "ended", reason, 0, at);
  }

  private long next() {
    now += STEP_MS;
    return now;
  }

  private Pen add(Entry entry) {
    entries.add(entry);
    return this;
  }
}
