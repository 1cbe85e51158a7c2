package io.carillon.protocol.contract;

import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.EndedCall;
import java.util.List;

/**
 * What a user's calls look like to a new session.
 *
 * @param calls each live call in which the user has a part, unexpired invitations included
 * @param recentlyEnded what ended within the last five minutes
 * @param missedCalls how many the user has not seen yet; null if that is not known at the moment
 * @param notices events that follow the {@code ok} of the hello: {@code call.invited} of each
 *     invitation
 */
public record SessionSnapshot(
    List<CallView> calls,
    List<EndedCall> recentlyEnded,
    Integer missedCalls,
    List<Notice> notices) {
  /** Nothing to tell. */
  public static final SessionSnapshot EMPTY =
      new SessionSnapshot(List.of(), List.of(), 0, List.of());

  public SessionSnapshot {
    calls = List.copyOf(calls);
    recentlyEnded = List.copyOf(recentlyEnded);
    notices = List.copyOf(notices);
  }
}
