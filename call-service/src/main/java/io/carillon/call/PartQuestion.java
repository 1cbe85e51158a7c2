package io.carillon.call;

import io.carillon.protocol.CallState;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.CallView;
import java.util.List;

/**
 * What the node of a user asks of the node of a call in which the user has a part.
 *
 * @param kind what happened to the session, or to the call
 * @param survivor the call that takes the place of this one, if that happened to it; else null
 */
record PartQuestion(SessionRef session, String callId, Kind kind, String survivor) {
  /** Asked within call-service only. */
  static final Contract<PartQuestion, Answer> CONTRACT =
      new Contract<>("call.part", PartQuestion.class, Answer.class, 6);

  /** What happened to the session. */
  enum Kind {
    /** Nothing: it wants to see the call. */
    LOOK,
    OPENED,
    LOST,
    RESUMED,
    CLOSED,
    /** It may have missed what was sent to it: it wants to be told how the call stands. */
    RESTATED,
    /** It made a call in the other direction, which gives way: so it has answered this one. */
    CROSSED,
    /** It made a call in the other direction, which stays: this one gives way if it still rings. */
    OUTDONE,
    /** Its device calls the same user again: this one gives way. */
    REPLACED
  }

  /**
   * How the call stands to the session.
   *
   * @param state null if there is no such call
   * @param call null unless the call is ringing or active
   * @param reason how it ended, or null
   * @param endedAt milliseconds since the epoch, 0 if it has not ended
   * @param notices events for the session
   */
  record Answer(
      CallState state, CallView call, EndReason reason, long endedAt, List<Notice> notices) {
    Answer {
      notices = List.copyOf(notices);
    }

    /** Whether a claim of this call on the user's line has no ground. */
    boolean isVoid() {
      return state == null || state == CallState.ENDED;
    }
  }
}
