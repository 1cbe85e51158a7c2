package io.carillon.call.store;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.view.EndedCall;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls that claim a user's line, and how many more the user may make at the moment. A value of
 * the {@code userCalls} map. A live claim whose call is absent or over is void: whoever meets it
 * repairs it.
 */
public record UserCalls(List<Claim> claims, List<Allowance> allowances) {
  /** A user who has nothing to do with any call. */
  public static final UserCalls NONE = new UserCalls(List.of(), List.of());

  /** How long an ended call is remembered, milliseconds. */
  static final long MEMORY_MS = 300_000;

  /** How many calls of one user may live at a time. */
  static final int MOST_LIVE = 50;

  private static final int REMEMBERED = 50;

  public UserCalls {
    claims = List.copyOf(claims);
    allowances = List.copyOf(allowances);
  }

  /**
   * A call's claim.
   *
   * @param reason how the call ended, or null while it lives
   * @param endedAt when, milliseconds since the epoch; 0 while it lives
   */
  public record Claim(String callId, EndReason reason, long endedAt) {
    boolean isLive() {
      return reason == null;
    }

    boolean isRemembered(long now) {
      return reason != null && endedAt + MEMORY_MS > now;
    }
  }

  /** The ids of the calls that live as far as is known here. */
  public List<String> live() {
    List<String> live = new ArrayList<>(2);
    for (Claim claim : claims) {
      if (claim.isLive()) {
        live.add(claim.callId());
      }
    }
    return live;
  }

  /** The calls that ended within the last five minutes. */
  public List<EndedCall> ended(long now) {
    return claims.stream()
        .filter(claim -> claim.isRemembered(now))
        .map(claim -> new EndedCall(claim.callId(), claim.reason()))
        .toList();
  }

  /**
   * The claims with one of that call, which is set anew and stands last, without those of long ago.
   * So the ended ones stand in the order in which they ended.
   */
  UserCalls with(Claim added, long now) {
    List<Claim> kept = new ArrayList<>(claims.size() + 1);
    int ended = 0;
    for (Claim claim : claims) {
      boolean other = !claim.callId().equals(added.callId());
      if (other && (claim.isLive() || claim.isRemembered(now))) {
        kept.add(claim);
        ended += claim.isLive() ? 0 : 1;
      }
    }
    kept.add(added);
    Iterator<Claim> oldestFirst = kept.iterator();
    while (ended >= REMEMBERED) {
      if (!oldestFirst.next().isLive()) {
        oldestFirst.remove();
        ended--;
      }
    }
    return new UserCalls(kept, allowances);
  }

  UserCalls without(String callId) {
    return new UserCalls(
        claims.stream().filter(claim -> !claim.callId().equals(callId)).toList(), allowances);
  }

  UserCalls with(List<Allowance> spent) {
    return new UserCalls(claims, spent);
  }

  /** Every claim of either; of two claims of one call the one that says that it is over. */
  UserCalls mergedWith(UserCalls other) {
    Map<String, Claim> all = new LinkedHashMap<>();
    claims.forEach(claim -> all.put(claim.callId(), claim));
    other.claims.forEach(
        claim -> all.merge(claim.callId(), claim, (mine, theirs) -> mine.isLive() ? theirs : mine));
    return new UserCalls(List.copyOf(all.values()), allowances);
  }

  boolean anyLives() {
    return claims.stream().anyMatch(Claim::isLive);
  }

  /** What is left at that time for a callee, or for all of them. */
  Allowance allowance(String callee, int perMinute, long now) {
    return allowances.stream()
        .filter(allowance -> allowance.callee().equals(callee))
        .findFirst()
        .map(allowance -> allowance.at(perMinute, now))
        .orElseGet(() -> Allowance.full(callee, perMinute, now));
  }
}
