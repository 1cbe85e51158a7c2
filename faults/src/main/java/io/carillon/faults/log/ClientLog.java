package io.carillon.faults.log;

import java.util.ArrayList;
import java.util.List;

/**
 * All that one client wrote down, in order.
 *
 * @param userId whose device it is
 * @param deviceId the device
 */
public record ClientLog(String userId, String deviceId, List<Entry> entries) {
  private static final long NEVER = -1;

  /** Copies what could change. */
  public ClientLog {
    entries = List.copyOf(entries);
  }

  /** The times in which it had no socket that worked. */
  public List<Absence> absences() {
    List<Absence> absences = new ArrayList<>();
    long since = NEVER;
    for (Entry entry : entries) {
      if (entry instanceof Entry.Disconnected lost && since == NEVER) {
        since = lost.heardAt();
      } else if (entry instanceof Entry.Connected back && since != NEVER) {
        absences.add(new Absence(since, back.at()));
        since = NEVER;
      }
    }
    if (since != NEVER) {
      absences.add(new Absence(since, Long.MAX_VALUE));
    }
    return absences;
  }

  /** {@code user/device}. */
  public String name() {
    return userId + '/' + deviceId;
  }
}
