package io.carillon.faults.log;

import java.util.ArrayList;
import java.util.List;

/** Takes down what a client does and sees. Confined to the load's event loop. */
public final class Journal {
  private final String userId;
  private final String deviceId;
  private final List<Entry> entries = new ArrayList<>();

  /** An empty one. */
  public Journal(String userId, String deviceId) {
    this.userId = userId;
    this.deviceId = deviceId;
  }

  /** Whose device it is. */
  public String userId() {
    return userId;
  }

  /** Takes down one thing more. */
  public void add(Entry entry) {
    entries.add(entry);
  }

  /** What there is so far. */
  public ClientLog log() {
    return new ClientLog(userId, deviceId, entries);
  }
}
