package io.carillon.call.core;

import io.carillon.protocol.CallState;
import io.carillon.protocol.Description;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.view.CallEnd;
import io.carillon.protocol.view.CallView;
import java.util.List;
import java.util.Optional;

/**
 * A call. Times are milliseconds since the epoch, 0 where there is none.
 *
 * @param version counts up with each change
 * @param path how its media flows
 * @param group whether it outlives any one party
 * @param room the room that it is, or null
 * @param from the device that made the call; without a device where an administrator did
 * @param ringTimeoutMs how long it may ring
 * @param startedAt when a second party was in for the first time; a room: when it opened
 * @param userInfo what the caller's app put in; null once the call is over
 * @param offer the caller's offer; null once the call is answered or over, but where two
 *     invitations crossed only once media is up
 * @param answer the answer to it; null before, and once media is up or the call is over
 * @param parties the creator first, then the others as they came in, invited ones last
 * @param audience the sessions that were told of the call
 * @param end how it ended, or null
 * @param survivor the call that took this one's place, or null
 * @param recorded whether the histories of its users have it
 * @param changedAt when the last change was asked for
 * @param doubtful whether some of those who know of it may have been told something else: two
 *     halves of a cluster that was split knew it differently
 * @param deadline when the call next needs a {@link CallCommand.Tick}, {@link #NEVER} if not
 */
public record Call(
    String app,
    String callId,
    long version,
    MediaKind media,
    MediaPath path,
    CallState state,
    boolean group,
    String room,
    DeviceRef from,
    long createdAt,
    long ringTimeoutMs,
    long startedAt,
    long endedAt,
    RawJson userInfo,
    Description offer,
    Description answer,
    List<Party> parties,
    List<Told> audience,
    CallEnd end,
    String survivor,
    boolean recorded,
    long changedAt,
    boolean doubtful,
    long deadline) {
  /** The deadline of a call that waits for nothing. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The deadline of a call that waits to be told anew. */
  static final long AT_ONCE = 0;

  public Call {
    parties = List.copyOf(parties);
    audience = List.copyOf(audience);
  }

  /**
   * Of two states of one call, that two halves of a split cluster came to, the one that holds: one
   * that is over, else the later one, and this one if neither is. Unless they are the same step it
   * is doubtful, for some have been told the other one.
   */
  public Call mergedWith(Call other) {
    if (version == other.version && state == other.state && changedAt == other.changedAt) {
      return recorded ? this : other;
    }
    boolean mine = isEnded() == other.isEnded() ? version >= other.version : isEnded();
    Call holds = mine ? this : other;
    return holds.inDoubt(
        Math.max(version, other.version), holds.path.reconciledWith((mine ? other : this).path));
  }

  private Call inDoubt(long latest, MediaPath reconciled) {
    return new Call(
        app,
        callId,
        latest,
        media,
        reconciled,
        state,
        group,
        room,
        from,
        createdAt,
        ringTimeoutMs,
        startedAt,
        endedAt,
        userInfo,
        offer,
        answer,
        parties,
        audience,
        end,
        survivor,
        recorded,
        changedAt,
        true,
        AT_ONCE);
  }

  /** The key of this call in shared maps. */
  public String key() {
    return CallKey.of(app, callId);
  }

  /** The part of that user. */
  public Optional<Party> party(String userId) {
    for (Party party : parties) {
      if (party.userId().equals(userId)) {
        return Optional.of(party);
      }
    }
    return Optional.empty();
  }

  /** The part of the user who made the call, if the user still has one. */
  public Optional<Party> creator() {
    return party(from.userId());
  }

  /** Whether it is over. */
  public boolean isEnded() {
    return state == CallState.ENDED;
  }

  /** When the last invitation expires, 0 if none is open. */
  public long expiresAt() {
    return parties.stream()
        .filter(party -> party.ring() != null && party.ring().told())
        .mapToLong(party -> party.ring().until())
        .max()
        .orElse(0);
  }

  /**
   * What others need to know of the call once it was changed: all but descriptions and audience.
   */
  public Call outline() {
    return new Call(
        app,
        callId,
        version,
        media,
        path,
        state,
        group,
        room,
        from,
        createdAt,
        ringTimeoutMs,
        startedAt,
        endedAt,
        userInfo,
        null,
        null,
        parties,
        List.of(),
        end,
        survivor,
        recorded,
        changedAt,
        doubtful,
        deadline);
  }

  /** The call, as clients see it. One that is being prepared looks as if it rang. */
  public CallView view() {
    return new CallView(
        callId,
        version,
        path.epoch(),
        media,
        path.topology(),
        (path.isInterrupted() && !isEnded()) ? true : null,
        state == CallState.PREPARING ? CallState.RINGING : state,
        room,
        group ? true : null,
        from,
        createdAt,
        orNull(expiresAt()),
        orNull(startedAt),
        orNull(endedAt),
        userInfo,
        parties.stream().map(Party::view).toList(),
        end);
  }

  private static Long orNull(long time) {
    return time == 0 ? null : time;
  }
}
