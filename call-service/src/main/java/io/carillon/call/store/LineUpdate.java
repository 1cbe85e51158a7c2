package io.carillon.call.store;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.EndReason;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Claims a line for a call, notes that it is over, or strikes it out. Where live claims on the line
 * are as many as may be, a claim is not entered.
 *
 * @param reason how the call ended, with {@code LEAVE}; null otherwise
 * @param at when the claim was made or the call ended, milliseconds since the epoch
 * @param callees whom the user invites, with {@code DIAL}; empty otherwise
 * @param limits how often, with {@code DIAL}; null otherwise
 */
record LineUpdate(
    Kind kind, String callId, EndReason reason, long at, List<String> callees, DialLimits limits)
    implements EntryProcessor<String, UserCalls, Claimed> {
  @Serial private static final long serialVersionUID = 1L;

  enum Kind {
    /** Claims the line of one who invites others, unless too many invitations were sent lately. */
    DIAL,
    CLAIM,
    LEAVE,
    STRIKE
  }

  static LineUpdate dial(String callId, List<String> callees, DialLimits limits, long at) {
    return new LineUpdate(Kind.DIAL, callId, null, at, List.copyOf(callees), limits);
  }

  static LineUpdate claim(String callId, long at) {
    return new LineUpdate(Kind.CLAIM, callId, null, at, List.of(), null);
  }

  static LineUpdate leave(String callId, EndReason reason, long at) {
    return new LineUpdate(Kind.LEAVE, callId, reason, at, List.of(), null);
  }

  static LineUpdate strike(String callId) {
    return new LineUpdate(Kind.STRIKE, callId, null, 0, List.of(), null);
  }

  @Override
  public Claimed process(Map.Entry<String, UserCalls> entry) {
    UserCalls before = entry.getValue() == null ? UserCalls.NONE : entry.getValue();
    long waitMs = kind == Kind.DIAL ? waitMs(before) : 0;
    if (waitMs > 0) {
      return new Claimed(others(before), waitMs);
    }
    UserCalls after =
        switch (kind) {
          case DIAL -> claimed(before).with(spent(before));
          case CLAIM -> claimed(before);
          case LEAVE -> before.with(new UserCalls.Claim(callId, reason, at), at);
          case STRIKE -> before.without(callId);
        };
    store((ExtendedMapEntry<String, UserCalls>) entry, after);
    return new Claimed(others(after), 0);
  }

  private UserCalls claimed(UserCalls before) {
    return others(before).size() >= UserCalls.MOST_LIVE
        ? before
        : before.with(new UserCalls.Claim(callId, null, 0), at);
  }

  private List<String> others(UserCalls user) {
    List<String> live = user.live();
    live.remove(callId);
    return live;
  }

  private long waitMs(UserCalls user) {
    long wait = user.allowance(Allowance.ALL, limits.perUser(), at).waitMs(limits.perUser());
    for (String callee : callees) {
      wait = Math.max(wait, user.allowance(callee, limits.perPair(), at).waitMs(limits.perPair()));
    }
    return wait;
  }

  /** Those that have grown full again are not kept. */
  private List<Allowance> spent(UserCalls user) {
    List<Allowance> kept = new ArrayList<>();
    kept.add(user.allowance(Allowance.ALL, limits.perUser(), at).spend());
    callees.forEach(callee -> kept.add(user.allowance(callee, limits.perPair(), at).spend()));
    user.allowances().stream()
        .filter(other -> !other.callee().equals(Allowance.ALL))
        .filter(other -> !callees.contains(other.callee()))
        .map(other -> other.at(limits.perPair(), at))
        .filter(other -> !other.isFull(limits.perPair()))
        .forEach(kept::add);
    return kept;
  }

  /** What is remembered of ended calls alone goes by itself. */
  private static void store(ExtendedMapEntry<String, UserCalls> entry, UserCalls after) {
    if (after.claims().isEmpty() && after.allowances().isEmpty()) {
      entry.setValue(null);
    } else if (after.anyLives()) {
      entry.setValue(after, 0, TimeUnit.MILLISECONDS);
    } else {
      entry.setValue(after, UserCalls.MEMORY_MS, TimeUnit.MILLISECONDS);
    }
  }

  static final class Serializer implements CompactSerializer<LineUpdate> {
    @Override
    public LineUpdate read(CompactReader reader) {
      String reason = reader.readString("reason");
      int perUser = reader.readInt32("perUser");
      return new LineUpdate(
          Kind.valueOf(reader.readString("kind")),
          reader.readString("callId"),
          reason == null ? null : EndReason.of(reason),
          reader.readInt64("at"),
          List.of(reader.readArrayOfString("callees")),
          perUser == 0 ? null : new DialLimits(perUser, reader.readInt32("perPair")));
    }

    @Override
    public void write(CompactWriter writer, LineUpdate update) {
      DialLimits limits = update.limits;
      writer.writeString("kind", update.kind.name());
      writer.writeString("callId", update.callId);
      writer.writeString("reason", update.reason == null ? null : update.reason.code());
      writer.writeInt64("at", update.at);
      writer.writeArrayOfString("callees", update.callees.toArray(String[]::new));
      writer.writeInt32("perUser", limits == null ? 0 : limits.perUser());
      writer.writeInt32("perPair", limits == null ? 0 : limits.perPair());
    }

    @Override
    public String getTypeName() {
      return "carillon.LineUpdate";
    }

    @Override
    public Class<LineUpdate> getCompactClass() {
      return LineUpdate.class;
    }
  }
}
