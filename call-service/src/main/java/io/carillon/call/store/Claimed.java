package io.carillon.call.store;

import java.util.List;

/**
 * What a user's line has to say about a claim.
 *
 * @param others the ids of the other calls whose claims live
 * @param retryAfterMs 0, or in how many milliseconds the user may send a further invitation: then
 *     nothing was claimed
 */
public record Claimed(List<String> others, long retryAfterMs) {
  public Claimed {
    others = List.copyOf(others);
  }

  /** Whether so many other calls live on the line that the claim was not entered. */
  public boolean isFull() {
    return others.size() >= UserCalls.MOST_LIVE;
  }
}
