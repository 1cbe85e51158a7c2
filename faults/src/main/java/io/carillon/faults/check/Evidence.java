package io.carillon.faults.check;

import io.carillon.faults.log.ClientLog;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** All that there is to judge by. */
public final class Evidence {
  private final List<ClientLog> logs;
  private final List<FaultWindow> faults;
  private final Remains remains;
  private final Map<String, Story> stories;

  /** What the clients wrote down, what was done to the nodes, and what was left. */
  public Evidence(List<ClientLog> logs, List<FaultWindow> faults, Remains remains) {
    this.logs = List.copyOf(logs);
    this.faults = List.copyOf(faults);
    this.remains = remains;
    this.stories = StoryTeller.tell(logs);
  }

  List<ClientLog> logs() {
    return logs;
  }

  List<FaultWindow> faults() {
    return faults;
  }

  Remains remains() {
    return remains;
  }

  Collection<Story> stories() {
    return stories.values();
  }
}
