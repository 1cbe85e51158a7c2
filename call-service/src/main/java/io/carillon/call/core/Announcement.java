package io.carillon.call.core;

import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.Event;
import java.util.List;

/** An event and the sessions that it is for. */
public record Announcement(Event event, List<SessionRef> to) {
  public Announcement {
    to = List.copyOf(to);
  }
}
