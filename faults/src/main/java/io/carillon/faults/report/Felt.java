package io.carillon.faults.report;

import io.carillon.faults.check.FaultWindow;
import io.carillon.faults.log.Absence;
import io.carillon.faults.log.ClientLog;
import io.carillon.faults.log.Entry;
import java.util.List;

/**
 * What the clients felt of a fault.
 *
 * @param withoutSessionMs the longest time in which a client had no session with a socket that
 *     lived
 * @param withoutReplyMs the longest time in which a client waited for a reply, however often it
 *     asked
 * @param unavailable how many requests got {@code unavailable}, and were sent again
 * @param unanswered how many requests got no reply at all on a socket that lived, and were sent
 *     again
 */
public record Felt(long withoutSessionMs, long withoutReplyMs, long unavailable, long unanswered) {

  /** Reads the logs for what lies in that time. */
  public static Felt of(FaultWindow window, List<ClientLog> logs) {
    long withoutSession = 0;
    long withoutReply = 0;
    long unavailable = 0;
    long unanswered = 0;
    for (ClientLog log : logs) {
      for (Absence absence : log.absences()) {
        withoutSession = Math.max(withoutSession, within(window, absence.from(), absence.to()));
      }
      for (Entry entry : log.entries()) {
        if (entry instanceof Entry.Answered answer) {
          withoutReply = Math.max(withoutReply, within(window, answer.to().at(), answer.at()));
        } else if (entry instanceof Entry.PutOff putOff && window.contains(putOff.at())) {
          unavailable += putOff.code().equals("unavailable") ? 1 : 0;
          unanswered += putOff.code().equals(Entry.PutOff.NO_REPLY) ? 1 : 0;
        }
      }
    }
    return new Felt(withoutSession, withoutReply, unavailable, unanswered);
  }

  /** How much of a wait that the window touches comes after the window's beginning. */
  private static long within(FaultWindow window, long from, long to) {
    return to >= window.from() && from <= window.to() ? to - Math.max(from, window.from()) : 0;
  }
}
