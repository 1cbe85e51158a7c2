package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.Party;
import io.carillon.protocol.CallState;
import io.carillon.protocol.contract.SessionRef;
import java.util.ArrayList;
import java.util.List;

/**
 * What a new call between two users meets on the line of its callee. A pure look at calls that
 * live: the rules 2, 3 and 4 of section 3 of the protocol.
 */
sealed interface Encounter {
  /** Nothing that keeps it from ringing. */
  record Free() implements Encounter {}

  /** The callee is in another call, or has an invitation. */
  record Busy() implements Encounter {}

  /** An invitation in the other direction, made before this call: one of the two gives way. */
  record Crossing(Call opposite) implements Encounter {}

  /** Calls between the same two users in which the caller's device is: they give way. */
  record Recall(List<Call> before) implements Encounter {}

  /**
   * Looks.
   *
   * @param call the new call
   * @param caller the device that makes it
   * @param before the calls that claimed the first of the two lines, in the order of their keys,
   *     before this call did: two calls that cross meet there, and only the later one sees the
   *     other
   * @param callees the other calls on the callee's line
   */
  static Encounter of(Call call, SessionRef caller, List<Call> before, List<Call> callees) {
    for (Call other : before) {
      if (isOpposite(other, call)) {
        return new Crossing(other);
      }
    }
    String callee = call.parties().getLast().userId();
    List<Call> recalled = new ArrayList<>();
    boolean busy = false;
    for (Call other : callees) {
      if (isOpposite(other, call)) {
        // It claimed the lines later, and will meet this call.
        continue;
      }
      if (isBetween(other, caller, callee)) {
        recalled.add(other);
      } else {
        busy = true;
      }
    }
    if (busy) {
      return new Busy();
    }
    return recalled.isEmpty() ? new Free() : new Recall(recalled);
  }

  private static boolean isOpposite(Call other, Call call) {
    String caller = call.from().userId();
    String callee = call.parties().getLast().userId();
    return !other.group()
        && other.state() != CallState.ACTIVE
        && other.from().userId().equals(callee)
        && other.party(caller).filter(party -> !party.unaware()).isPresent();
  }

  private static boolean isBetween(Call other, SessionRef caller, String callee) {
    return !other.group()
        && other.party(callee).isPresent()
        && other
            .party(caller.userId())
            .filter(Party::isIn)
            .filter(party -> party.session().deviceId().equals(caller.deviceId()))
            .isPresent();
  }
}
