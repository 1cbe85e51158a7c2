package io.carillon.call.core;

import io.carillon.protocol.ErrorCode;
import java.util.List;
import java.util.Set;

/**
 * What a command comes to.
 *
 * @param after the call as it is from now on; null if there is none, or none any more
 * @param changes whether that is another call than before
 * @param refusal why nothing was done, or null
 * @param announcements events in the order in which each session is to get them
 */
public record Decision(
    Call after,
    boolean changes,
    Refusal refusal,
    List<Announcement> announcements,
    Set<Consequence> consequences) {
  public Decision {
    announcements = List.copyOf(announcements);
    consequences = Set.copyOf(consequences);
  }

  /**
   * A typed error.
   *
   * @param message for the developer of the client
   */
  public record Refusal(ErrorCode code, String message) {}

  static Decision changed(Call call) {
    return new Decision(call, true, null, List.of(), Set.of());
  }

  static Decision unchanged(Call call) {
    return new Decision(call, false, null, List.of(), Set.of());
  }

  static Decision refused(Call call, ErrorCode code, String message) {
    return new Decision(call, false, new Refusal(code, message), List.of(), Set.of());
  }
}
