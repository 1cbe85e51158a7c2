package io.carillon.call.core;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.event.CallEvent;
import java.util.Comparator;
import java.util.List;

/**
 * How users go, and when a call goes with them: a call between two with either of them, a room when
 * nobody is in it, any other group when nobody is in it or when one waits for nobody any more.
 */
final class Departure {
  /** What a group that came to nothing ends with, the best first. */
  private static final List<EndReason> BEST_FIRST =
      List.of(
          EndReason.BUSY,
          EndReason.DECLINED,
          EndReason.NO_ANSWER,
          EndReason.UNREACHABLE,
          EndReason.ENDED_BY_ADMIN);

  private Departure() {}

  /**
   * One who was in leaves.
   *
   * @param by the user who wanted it, or null
   */
  static void ofMember(Draft draft, Party party, EndReason why, String by, RawJson info) {
    if (!draft.isGroup()) {
      draft.end(why, by, info);
      return;
    }
    draft.dismiss(party.left(why, draft.now()), by, info);
    draft.announce(
        new CallEvent.PartyLeft(
            draft.callId(), draft.version(), party.userId(), party.session().deviceId(), why),
        draft.inCallBeside(party.userId()));
    endIfDone(draft, why, by);
  }

  /**
   * One who was rung is out; those who are in have been told in what way.
   *
   * @param out as the user stands now
   * @param by the user who wanted it, or null
   */
  static void ofInvited(Draft draft, Party out, EndReason end, String by) {
    if (!draft.isGroup()) {
      draft.replace(out);
      draft.end(end, by, null);
      return;
    }
    draft.dismiss(out, by, null);
    endIfDone(draft, end, by);
  }

  /** Ends a group in which nothing is going on any more. */
  static void endIfDone(Draft draft, EndReason last, String by) {
    if (draft.isOver()) {
      return;
    }
    long in = draft.count(Party::isIn);
    boolean rings = draft.any(Party::isInvited);
    if (in == 0 && draft.any(Party::wasIn)) {
      draft.end(last, by, null);
    } else if (in <= 1 && !draft.wasAnswered() && !rings) {
      draft.end(best(draft.call()), null, null);
    }
  }

  private static EndReason best(Call call) {
    return call.parties().stream()
        .filter(party -> party.state() == PartyState.LEFT)
        .map(Party::reason)
        .min(Comparator.comparingInt(Departure::rank))
        .orElse(EndReason.UNREACHABLE);
  }

  private static int rank(EndReason reason) {
    int place = BEST_FIRST.indexOf(reason);
    return place < 0 ? BEST_FIRST.size() : place;
  }
}
